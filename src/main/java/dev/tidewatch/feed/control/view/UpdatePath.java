package dev.tidewatch.feed.control.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A path of an update description, in its parts. Its text alone does not tell them: a dot may
 * belong to a field's name, and a number may be an index or a name. The server tells them on
 * request ({@code disambiguatedPaths}); a document in which the path exists tells them if it allows
 * a single reading.
 *
 * @param parts from the outermost
 */
record UpdatePath(List<Part> parts) {

  /** A field's name, or an index in an array. */
  record Part(String text, boolean isIndex) {}

  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

  /**
   * Reads a path.
   *
   * @param told the event's {@code disambiguatedPaths}, which lists the paths that differ from what
   *     their text seems to say; null if the server was not asked
   * @param document where the path exists; null if that is unknown
   * @return empty if there is more than one reading, or none
   */
  static Optional<UpdatePath> read(String path, BsonDocument told, BsonDocument document) {
    if (path.indexOf('.') < 0) {
      return Optional.of(new UpdatePath(List.of(new Part(path, false))));
    }
    if (told != null) {
      BsonValue parts = told.get(path);
      return parts == null ? Optional.of(plain(path)) : listed(parts);
    }
    List<UpdatePath> readings = new ArrayList<>();
    if (document != null) {
      find(document, path, new ArrayList<>(), readings);
    }
    return readings.size() == 1 ? Optional.of(readings.get(0)) : Optional.empty();
  }

  /** The path as its text seems to say. */
  static UpdatePath plain(String path) {
    List<Part> parts = new ArrayList<>();
    for (String part : path.split("\\.", -1)) {
      parts.add(new Part(part, !parts.isEmpty() && isNumber(part)));
    }
    return new UpdatePath(parts);
  }

  private static Optional<UpdatePath> listed(BsonValue value) {
    List<Part> parts = new ArrayList<>();
    for (BsonValue part : value.isArray() ? value.asArray() : new BsonArray()) {
      if (part.isString()) {
        parts.add(new Part(part.asString().getValue(), false));
      } else if (part.isInt32()) {
        parts.add(new Part(String.valueOf(part.asInt32().getValue()), true));
      } else {
        return Optional.empty();
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new UpdatePath(parts));
  }

  /** Collects the readings of a path in a value, until there are two. */
  private static void find(
      BsonValue value, String rest, List<Part> before, List<UpdatePath> readings) {
    int end = rest.indexOf('.');
    if (value.isArray()) {
      String index = end < 0 ? rest : rest.substring(0, end);
      BsonArray array = value.asArray();
      if (isNumber(index) && Integer.parseInt(index) < array.size()) {
        step(
            array.get(Integer.parseInt(index)), new Part(index, true), rest, end, before, readings);
      }
      return;
    }
    while (value.isDocument() && readings.size() < 2) {
      String name = end < 0 ? rest : rest.substring(0, end);
      BsonValue below = value.asDocument().get(name);
      if (below != null) {
        step(below, new Part(name, false), rest, end, before, readings);
      }
      if (end < 0) {
        return;
      }
      end = rest.indexOf('.', end + 1);
    }
  }

  private static void step(
      BsonValue below,
      Part part,
      String rest,
      int end,
      List<Part> before,
      List<UpdatePath> readings) {
    List<Part> parts = new ArrayList<>(before);
    parts.add(part);
    if (end < 0) {
      readings.add(new UpdatePath(List.copyOf(parts)));
    } else {
      find(below, rest.substring(end + 1), parts, readings);
    }
  }

  private static boolean isNumber(String part) {
    return NUMBER.matcher(part).matches();
  }

  /** Whether its text alone tells its parts. */
  boolean isPlain() {
    return equals(plain(String.join(".", parts.stream().map(Part::text).toList())));
  }

  /** What a mask shows of it. */
  Reach reach(MaskNode root) {
    MaskNode node = root;
    List<String> names = new ArrayList<>();
    for (Part part : parts) {
      if (part.isIndex()) {
        return new Reach(names, node);
      }
      node = node.child(part.text());
      if (node == null) {
        return Reach.HIDDEN;
      }
      if (node.isWhole()) {
        return Reach.VISIBLE;
      }
      names.add(part.text());
    }
    return new Reach(names, node);
  }

  /** Whether a mask may show something at a path, whatever the path's reading. */
  static boolean mayBeVisible(String path, MaskNode root) {
    MaskNode node = root;
    for (String part : path.split("\\.", -1)) {
      MaskNode child = node.child(part);
      if (child == null) {
        // another reading has a longer name here, which no mask has, or an index
        return node != root && isNumber(part);
      }
      if (child.isWhole()) {
        return true;
      }
      node = child;
    }
    return true;
  }

  /**
   * What may be seen at a path.
   *
   * @param names the outermost field that is visible in part, by names alone: the path's own, or
   *     the array that the path leads into; empty if it is visible as a whole or hidden
   * @param node what may be seen of that field; null if it is hidden
   */
  record Reach(List<String> names, MaskNode node) {

    static final Reach HIDDEN = new Reach(List.of(), null);
    static final Reach VISIBLE = new Reach(List.of(), MaskNode.WHOLE);

    boolean isHidden() {
      return node == null;
    }

    boolean isVisible() {
      return node != null && node.isWhole();
    }

    /** The field as a path. */
    String path() {
      return String.join(".", names);
    }

    /** Whether the path could be read with an index in it. */
    boolean hasNumber() {
      return names.stream().skip(1).anyMatch(UpdatePath::isNumber);
    }
  }
}
