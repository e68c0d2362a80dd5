package dev.tidewatch.feed.control.view;

import java.util.Collection;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * The fields that may be seen: an allow-list of dotted paths, which shows what an inclusive
 * projection of MongoDB's {@code find} shows. A path shows its field with everything below it; in
 * an array it concerns the documents of the array, and the array's other elements are hidden.
 * {@code _id} is always visible, because ids of changes are made of it.
 *
 * <p>Masks that show the same fields are equal. Immutable and thread-safe.
 */
public final class FieldMask {

  /** Shows every field. */
  public static final FieldMask ALL = new FieldMask(MaskNode.WHOLE);

  private static final String ID = "_id";
  private static final Pattern PATH =
      Pattern.compile("[^.$\\p{Cntrl}][^.\\p{Cntrl}]*(\\.[^.$\\p{Cntrl}][^.\\p{Cntrl}]*)*");

  private final MaskNode root;
  private final int hash;

  private FieldMask(MaskNode root) {
    this.root = root;
    this.hash = root.hashCode();
  }

  /**
   * A mask of some paths; none show {@code _id} alone.
   *
   * @throws IllegalArgumentException if a path is empty, has an empty part, or has a part that
   *     begins with {@code $}
   */
  public static FieldMask of(Collection<String> paths) {
    MaskNode root = MaskNode.NOTHING.with(ID);
    for (String path : paths) {
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            "Invalid field \"%s\", must be a name or a path such as address.city"
                .formatted(path.replaceAll("\\p{Cntrl}", "?")));
      }
      root = root.with(path);
    }
    return new FieldMask(root);
  }

  /** Shows what either of two shows. */
  public FieldMask and(FieldMask other) {
    return equals(other) ? this : new FieldMask(root.and(other.root));
  }

  /** Whether every field is visible. */
  public boolean isAll() {
    return root.isWhole();
  }

  /** Whether a field is visible with everything below it. */
  public boolean shows(String path) {
    MaskNode node = root;
    for (String name : path.split("\\.", -1)) {
      node = node.child(name);
      if (node == null) {
        return false;
      }
    }
    return node.isWhole();
  }

  /** The visible part of a document; the document itself if nothing is hidden. */
  public RawBsonDocument cut(RawBsonDocument document) {
    return MaskCut.cut(document, root);
  }

  MaskNode root() {
    return root;
  }

  /** The visible part of a field's value; null if there is none. */
  static BsonValue cut(BsonValue value, MaskNode node) {
    return value == null ? null : MaskCut.cut(value, node);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldMask mask && hash == mask.hash && Objects.equals(root, mask.root);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return isAll() ? "all fields" : "fields " + root.children();
  }
}
