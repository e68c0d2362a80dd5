package dev.tidewatch.feed.boundary.page;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the address of a feed's page asks for. The names are those of a subscription. */
final class Query {

  /** The filter's fields, in the form's order. */
  private static final List<String> FIELDS = List.of("op", "ns", "key", "changed", "text");

  private static final List<String> OTHERS = List.of("from", "at", "not", "view");

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Query() {}

  static Query of(HttpServletRequest request) {
    Query query = new Query();
    Stream.concat(FIELDS.stream(), OTHERS.stream())
        .forEach(
            name -> {
              String[] given = request.getParameterValues(name);
              query.values.put(
                  name,
                  given == null
                      ? List.of()
                      : Stream.of(given).filter(value -> !value.isEmpty()).toList());
            });
    return query;
  }

  /**
   * The values of a parameter of a subscription; empty for every other one. Where the page begins
   * is the script's to decide.
   */
  List<String> values(String name) {
    return FIELDS.contains(name) ? values.get(name) : List.of();
  }

  /** The first value of a parameter; empty if it is missing. */
  String first(String name) {
    return values.getOrDefault(name, List.of()).stream().findFirst().orElse("");
  }

  /** The values of the filter's fields, each as one text. */
  Map<String, String> fields() {
    return FIELDS.stream()
        .collect(Collectors.toMap(name -> name, name -> String.join(",", values.get(name))));
  }

  /** The query of this address with a change opened. */
  String opening(String id) {
    return values.entrySet().stream()
        .filter(parameter -> !parameter.getKey().equals("at"))
        .flatMap(
            parameter ->
                parameter.getValue().stream()
                    .map(value -> parameter.getKey() + "=" + encode(value)))
        .collect(Collectors.collectingAndThen(Collectors.toList(), all -> join(all, id)));
  }

  private static String join(List<String> parameters, String id) {
    return "?"
        + Stream.concat(parameters.stream(), Stream.of("at=" + encode(id)))
            .collect(Collectors.joining("&"));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
