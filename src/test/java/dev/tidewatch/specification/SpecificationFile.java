package dev.tidewatch.specification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/**
 * One file of the specification's tests.
 *
 * @param name without its path
 * @param requirements for every case, beside its own
 * @param entities made anew for every case
 * @param initialData written anew for every case
 * @param cases as they are in the file
 */
record SpecificationFile(
    String name,
    List<BsonDocument> requirements,
    List<BsonDocument> entities,
    List<BsonDocument> initialData,
    List<BsonDocument> cases) {

  private static final Version FORMAT = new Version(1, 7, 0);

  /**
   * Reads every file, in the order of their names.
   *
   * @param specifications a folder that holds {@code change-streams/}, with the files in it or, as
   *     in the specifications' repository, in its {@code tests/unified/}
   */
  static List<SpecificationFile> all(Path specifications) {
    Path folder = specifications.resolve("change-streams");
    Path unified = folder.resolve("tests/unified");
    try (Stream<Path> paths = Files.list(Files.isDirectory(unified) ? unified : folder)) {
      List<SpecificationFile> files =
          paths
              .filter(path -> path.toString().endsWith(".json"))
              .sorted()
              .map(SpecificationFile::of)
              .toList();
      if (files.isEmpty()) {
        throw new AssertionError("no *.json in " + folder);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SpecificationFile of(Path path) {
    String name = path.getFileName().toString();
    try {
      return Fields.read(name, BsonDocument.parse(Files.readString(path)), file -> of(name, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SpecificationFile of(String name, Fields file) {
    file.text("description");
    Version format = Version.parse(file.text("schemaVersion"));
    if (format.major() != FORMAT.major() || format.compareTo(FORMAT) > 0) {
      throw new AssertionError(
          name + " is in format " + format + ", this runner knows up to " + FORMAT);
    }
    return new SpecificationFile(
        name,
        file.findDocuments("runOnRequirements"),
        file.findDocuments("createEntities"),
        file.findDocuments("initialData"),
        file.documents("tests"));
  }
}
