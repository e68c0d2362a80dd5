package dev.tidewatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidewatch.development.DevelopmentMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What JUnit tells of a run reaches its summary. */
class TestRecordTest {

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("record").resolve("1.tsv");
  }

  @Test
  void eachClassIsSummedUpWithTheMongoDbThatItUsed() throws IOException {
    TestRecord record = new TestRecord(file);
    run(record, Embedded.class);
    run(record, Real.class);
    run(record, Neither.class);

    assertThat(TestSummary.of(Files.readAllLines(file), List.of()))
        .isEqualTo(
            """
            Tests      8 in 3 classes: 5 passed, 1 failed, 2 skipped
            Failed     TestRecordTest$Neither.fails()
            Skipped    TestRecordTest$Neither 1: Assumption failed: needs a moon
            Skipped    TestRecordTest$Neither 1: not today
            MongoDB    a real one, which the tests share (1 class, 1 test): TestRecordTest$Real
            MongoDB    the embedded one (1 class, 1 test): TestRecordTest$Embedded
            MongoDB    none (1 class, 4 tests)
            """);
  }

  @Test
  void aClassThatCannotBeginFailsUntilItCan() throws IOException {
    TestRecord record = new TestRecord(file);
    Late.comes = false;
    run(record, Late.class);
    Late.comes = true;
    run(record, Late.class);

    assertThat(TestSummary.of(Files.readAllLines(file), List.of()))
        .contains("2 in 1 class: 2 passed, 0 failed")
        .contains("Run again  TestRecordTest$Late: failed, then passed");
  }

  @Test
  void aClassThatWantsToBeAloneIsAndOthersShare() throws Exception {
    List<String> said = new ArrayList<>();
    for (Class<?> type : List.of(Lonely.class, Sociable.class)) {
      run(new Turns(Probe.LOCK), type);
      said.addAll(Probe.SAID);
      Probe.SAID.clear();
    }

    assertThat(said).containsExactly("taken", "taken", "free", "taken");
    assertThat(Probe.ask("share")).isEqualTo("free");
    assertThat(Probe.ask("take")).isEqualTo("free");
  }

  private static void run(TestExecutionListener listener, Class<?> type) {
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .addTestExecutionListeners(listener)
                .build())
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(type))
                .build());
  }

  static class Embedded {

    @Test
    void starts() {
      DevelopmentMongo.start(0).close();
    }
  }

  static class Real {

    @Test
    void asks() {
      MongoUse.note(MongoUse.Kind.SHARED);
    }
  }

  static class Neither {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void holds(int number) {
      assertThat(number).isPositive();
    }

    @Test
    void fails() {
      fail("as it should");
    }

    @Test
    void aborts() {
      assumeTrue(false, "needs a moon");
    }

    @Test
    @Disabled("not today")
    void sleeps() {}
  }

  static class Late {

    static boolean comes;

    @BeforeAll
    static void begin() {
      assertThat(comes).isTrue();
    }

    @Test
    void holds() {}
  }

  @Alone
  static class Lonely {

    @Test
    void asks() throws Exception {
      Probe.SAID.add(Probe.ask("share"));
      Probe.SAID.add(Probe.ask("take"));
    }
  }

  static class Sociable {

    @Test
    void asks() throws Exception {
      Probe.SAID.add(Probe.ask("share"));
      Probe.SAID.add(Probe.ask("take"));
    }
  }
}
