package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which changes a reader wants, of those that it may see. Gaps concern every reader.
 *
 * @param operations operation types; empty for all. A document that leaves what a reader may see
 *     counts as deleted
 * @param namespaces {@code db.coll}, or {@code db} for changes of a whole database; empty for all
 * @param keys {@code _id}s of documents; empty for all
 * @param fields of which an update touches one
 * @param text which a change contains
 */
public record ChangeFilter(
    Set<String> operations,
    Set<String> namespaces,
    Set<ComparedValue> keys,
    ChangedFields fields,
    SearchedText text) {

  /** Passes every change. */
  public static final ChangeFilter NONE =
      new ChangeFilter(Set.of(), Set.of(), Set.of(), ChangedFields.ANY, SearchedText.NONE);

  public ChangeFilter {
    operations = Set.copyOf(operations);
    namespaces = Set.copyOf(namespaces);
    keys = Set.copyOf(keys);
  }

  /**
   * Reads request parameters; an empty one does not filter. Operations and namespaces may be
   * separated by commas, or be JSON strings, which are taken literally. Throws
   * BadParameterException.
   */
  public static ChangeFilter of(
      Collection<String> operations, Collection<String> namespaces, Collection<String> keys) {
    ChangeFilter filter =
        new ChangeFilter(
            names("op", operations),
            names("ns", namespaces),
            keys.stream()
                .flatMap(key -> KeyParameter.parse(key).stream())
                .collect(Collectors.toUnmodifiableSet()),
            ChangedFields.ANY,
            SearchedText.NONE);
    return filter.equals(NONE) ? NONE : filter;
  }

  /**
   * This filter, and of updates only those that touch one of some fields.
   *
   * @param changed values of a request parameter, written as operations are; fields are dotted
   *     paths
   * @throws BadParameterException if a path has an empty part
   */
  public ChangeFilter touching(Collection<String> changed) {
    Set<String> paths = names("changed", changed);
    for (String path : paths) {
      if (path.startsWith(".") || path.endsWith(".") || path.contains("..")) {
        throw new BadParameterException(
            CloseReason.BAD_FIELD,
            "changed",
            "The parameter changed must be names of fields, or paths such as items.qty, without an"
                + " empty part.");
      }
    }
    return paths.isEmpty()
        ? this
        : new ChangeFilter(operations, namespaces, keys, ChangedFields.of(paths), text);
  }

  /**
   * This filter, and only changes that contain a text.
   *
   * @param texts values of a request parameter; an empty one counts as missing
   * @throws BadParameterException if there are two, or one is too long
   */
  public ChangeFilter containing(Collection<String> texts) {
    SearchedText searched = SearchedText.of(texts);
    return searched == SearchedText.NONE
        ? this
        : new ChangeFilter(operations, namespaces, keys, fields, searched);
  }

  /** The dotted paths of the fields of which an update has to touch one; empty for all updates. */
  public Set<String> changed() {
    return fields.paths();
  }

  private static Set<String> names(String parameter, Collection<String> values) {
    return values.stream()
        .flatMap(value -> names(parameter, value))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> names(String parameter, String value) {
    if (value.startsWith("\"")) {
      // a collection's name may hold commas and end with spaces
      return Stream.of(
          QuotedText.parse(value)
              .orElseThrow(
                  () ->
                      new BadParameterException(
                          CloseReason.BAD_NAME,
                          parameter,
                          "The parameter "
                              + parameter
                              + " must be one JSON string where it starts with a quote, such as"
                              + " \"shop.a,b\".")));
    }
    return Stream.of(value.split(",")).map(String::strip).filter(item -> !item.isEmpty());
  }

  private static String operation(Change change) {
    String type = change.operationType();
    return change.isLeave() ? "delete" : type;
  }

  /** Whether the entry is to be sent. */
  public boolean passes(LogEntry entry) {
    if (this == NONE || !(entry.content() instanceof Change change)) {
      return true;
    }
    return (operations.isEmpty() || operations.contains(operation(change)))
        && (namespaces.isEmpty() || change.namespace().filter(namespaces::contains).isPresent())
        && (keys.isEmpty()
            || change.documentId().map(ComparedValue::of).filter(keys::contains).isPresent())
        && fields.pass(change)
        && text.pass(change);
  }
}
