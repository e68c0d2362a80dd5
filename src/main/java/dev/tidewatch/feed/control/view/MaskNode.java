package dev.tidewatch.feed.control.view;

import java.util.HashMap;
import java.util.Map;

/**
 * What may be seen of one field, by the names of the fields below it.
 *
 * @param children the visible fields of a document, or of the documents in an array; null if
 *     everything is visible
 */
record MaskNode(Map<String, MaskNode> children) {

  /** Everything below is visible. */
  static final MaskNode WHOLE = new MaskNode(null);

  /** Nothing is visible until fields are {@linkplain #with added}. */
  static final MaskNode NOTHING = new MaskNode(Map.of());

  MaskNode {
    children = children == null ? null : Map.copyOf(children);
  }

  boolean isWhole() {
    return children == null;
  }

  /** What may be seen of a field; null if nothing. A name with a dot is never visible in part. */
  MaskNode child(String name) {
    return children == null ? WHOLE : children.get(name);
  }

  /** This and one more field, whole. */
  MaskNode with(String path) {
    if (isWhole()) {
      return this;
    }
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    MaskNode below = children.getOrDefault(name, NOTHING);
    Map<String, MaskNode> more = new HashMap<>(children);
    more.put(name, dot < 0 ? WHOLE : below.with(path.substring(dot + 1)));
    return new MaskNode(more);
  }

  /** What either of two shows. */
  MaskNode and(MaskNode other) {
    if (isWhole() || other.isWhole()) {
      return WHOLE;
    }
    Map<String, MaskNode> both = new HashMap<>(children);
    other.children.forEach((name, node) -> both.merge(name, node, MaskNode::and));
    return new MaskNode(both);
  }
}
