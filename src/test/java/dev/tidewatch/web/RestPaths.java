package dev.tidewatch.web;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The REST API as its classes have it: {@code get /api/feeds}, and so on. */
final class RestPaths {

  private RestPaths() {}

  static Set<String> all() {
    return parameters().keySet();
  }

  /** The names of each one's parameters in its path and its query. */
  static Map<String, Set<String>> parameters() {
    String root = RestRoot.class.getAnnotation(ApplicationPath.class).value();
    Map<String, Set<String>> paths = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidewatch")) {
      if (type.isAnnotatedWith(Path.class)) {
        String path = "/" + root + "/" + type.getAnnotationOfType(Path.class).value();
        type.getMethods().stream()
            .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
            .forEach(
                method ->
                    paths.put(
                        verb(method) + " " + (path + rest(method)).replaceAll("/+", "/"),
                        names(method.reflect())));
      }
    }
    return paths;
  }

  private static Set<String> names(Method method) {
    return Arrays.stream(method.getParameters())
        .flatMap(
            parameter ->
                parameter.isAnnotationPresent(BeanParam.class)
                    ? Arrays.stream(parameter.getType().getDeclaredFields())
                    : Stream.of(parameter))
        .flatMap(RestPaths::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> name(AnnotatedElement element) {
    PathParam path = element.getAnnotation(PathParam.class);
    QueryParam query = element.getAnnotation(QueryParam.class);
    return Stream.concat(
        Stream.ofNullable(path).map(PathParam::value),
        Stream.ofNullable(query).map(QueryParam::value));
  }

  private static String verb(JavaMethod method) {
    return method.getAnnotations().stream()
        .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
        .map(annotation -> annotation.getRawType().getSimpleName().toLowerCase())
        .findAny()
        .orElseThrow();
  }

  private static String rest(JavaMethod method) {
    return method.isAnnotatedWith(Path.class)
        ? "/" + method.getAnnotationOfType(Path.class).value()
        : "";
  }
}
