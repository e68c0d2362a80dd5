package dev.tidewatch.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar with the change stream alone, as it was built. */
class StreamJarIT {

  private static final Path JAR = Path.of("target", "tidewatch-stream.jar");

  @TempDir private File folder;

  @Test
  void aProgramNeedsNothingButItAndTheDriver() throws Exception {
    String classPath =
        Stream.concat(
                Stream.of(JAR.toString()),
                Stream.of(MongoClient.class, MongoClientSettings.class, BsonDocument.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                    .map(location -> new File(location.getPath()).getPath()))
            .collect(Collectors.joining(File.pathSeparator));
    File output = new File(folder, "output");
    File log = new File(folder, "log");

    // from its source, so that it is compiled against nothing else either
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--class-path",
                classPath,
                "src/test/java/dev/tidewatch/library/LibraryExample.java",
                TestMongo.uri())
            .redirectOutput(output)
            .redirectError(log)
            .start();
    boolean over = program.waitFor(1, TimeUnit.MINUTES);
    program.destroyForcibly();

    assertThat(over).as(text(log)).isTrue();
    assertThat(program.exitValue()).as(text(log)).isZero();
    assertThat(text(output).lines()).containsExactly("1", "2", "2", "3");
  }

  @Test
  void itHasThatPackageAloneAndTheNameOfAModule() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("dev/tidewatch/stream/"));
    }
    assertThat(ModuleFinder.of(JAR).find("dev.tidewatch.stream")).isPresent();
  }

  private static String text(File file) throws IOException {
    return Files.readString(file.toPath());
  }
}
