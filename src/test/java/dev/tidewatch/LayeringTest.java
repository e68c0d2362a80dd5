package dev.tidewatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds what docs/architecture.md says of the packages. */
class LayeringTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tidewatch");

  /** Without the package itself, because package-info is none of them. */
  private static final int MOST_CLASSES = 20;

  /** The rooms of a feed, and every arrow between them. */
  @Test
  void theLayersOfAFeedHaveExactlyTheseDependencies() {
    LayeredArchitecture rooms =
        layeredArchitecture().consideringOnlyDependenciesInAnyPackage("dev.tidewatch.feed..");
    for (String room :
        new String[] {
          "entity",
          "control",
          "control.source",
          "control.watch",
          "control.log",
          "control.view",
          "control.rules",
          "control.encoding",
          "control.format",
          "control.batch",
          "control.history",
          "control.documents",
          "control.snapshots",
          "control.filter",
          "control.index",
          "control.delivery",
          "control.admission",
          "control.counters",
          "boundary",
          "boundary.websocket",
          "boundary.sink",
          "boundary.http",
          "boundary.page",
          "boundary.management"
        }) {
      rooms = rooms.layer(room).definedBy("dev.tidewatch.feed." + room);
    }
    rooms
        .whereLayer("entity")
        .mayNotAccessAnyLayer()
        .whereLayer("control.encoding")
        .mayOnlyAccessLayers("entity")
        .whereLayer("control.log")
        .mayOnlyAccessLayers("control.encoding", "entity")
        .whereLayer("control.view")
        .mayOnlyAccessLayers("control.log", "entity")
        .whereLayer("control.rules")
        .mayOnlyAccessLayers("control.view")
        .whereLayer("control.format")
        .mayOnlyAccessLayers("control.log", "control.encoding", "entity")
        .whereLayer("control.filter")
        .mayOnlyAccessLayers("control.log", "entity")
        .whereLayer("control.index")
        .mayOnlyAccessLayers("control.filter", "control.log", "control.view", "entity")
        .whereLayer("control.batch")
        .mayOnlyAccessLayers("control.format", "control.log", "control.view", "entity")
        .whereLayer("control.source")
        .mayOnlyAccessLayers("entity")
        .whereLayer("control.counters")
        .mayOnlyAccessLayers("control.format", "control.source", "entity")
        .whereLayer("control.watch")
        .mayOnlyAccessLayers("control.source", "control.counters", "entity")
        .whereLayer("control.history")
        .mayOnlyAccessLayers(
            "control.batch",
            "control.format",
            "control.index",
            "control.log",
            "control.source",
            "entity")
        .whereLayer("control.documents")
        .mayOnlyAccessLayers(
            "control.counters",
            "control.format",
            "control.log",
            "control.source",
            "control.view",
            "entity")
        .whereLayer("control.snapshots")
        .mayOnlyAccessLayers("control.documents", "control.source", "control.view", "entity")
        .whereLayer("control.delivery")
        .mayOnlyAccessLayers(
            "control.history",
            "control.documents",
            "control.batch",
            "control.filter",
            "control.format",
            "control.index",
            "control.log",
            "control.view",
            "control.counters",
            "entity")
        .whereLayer("control.admission")
        .mayOnlyAccessLayers("control.counters", "entity")
        .whereLayer("control")
        .mayOnlyAccessLayers(
            "control.delivery",
            "control.documents",
            "control.history",
            "control.filter",
            "control.log",
            "control.view",
            "control.rules",
            "control.snapshots",
            "control.watch",
            "control.source",
            "control.counters",
            "entity")
        .whereLayer("boundary")
        .mayOnlyAccessLayers(
            "control",
            "control.filter",
            "control.format",
            "control.rules",
            "control.view",
            "entity")
        .whereLayer("boundary.sink")
        .mayOnlyAccessLayers("control.delivery", "control.format", "entity")
        .whereLayer("boundary.websocket")
        .mayOnlyAccessLayers(
            "boundary",
            "boundary.sink",
            "control",
            "control.admission",
            "control.delivery",
            "control.filter",
            "control.format",
            "control.counters",
            "control.view",
            "entity")
        .whereLayer("boundary.http")
        .mayOnlyAccessLayers(
            "boundary",
            "boundary.sink",
            "control",
            "control.admission",
            "control.delivery",
            "control.documents",
            "control.encoding",
            "control.filter",
            "control.format",
            "control.log",
            "control.view",
            "control.counters",
            "entity")
        .whereLayer("boundary.page")
        .mayOnlyAccessLayers(
            "boundary",
            "control",
            "control.delivery",
            "control.encoding",
            "control.filter",
            "control.view",
            "entity")
        .whereLayer("boundary.management")
        .mayOnlyAccessLayers(
            "control", "control.delivery", "control.log", "control.counters", "entity")
        .ensureAllClassesAreContainedInArchitectureIgnoring(
            com.tngtech.archunit.base.DescribedPredicate.not(
                JavaClass.Predicates.resideInAPackage("dev.tidewatch.feed..")))
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.tidewatch.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackageHasMoreThanTwentyClasses() {
    Map<String, Long> sizes =
        StreamSupport.stream(CLASSES.spliterator(), false)
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(sizes.values()).allMatch(size -> size <= MOST_CLASSES);
    assertThat(sizes).hasSizeGreaterThan(30);
  }

  @Test
  void theStreamNeedsTheDriverAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("..stream..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.tidewatch.stream..", "java..", "com.mongodb..", "org.bson..")
        .check(CLASSES);
  }

  @Test
  void aQueryNeedsBsonAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.tidewatch.query..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.tidewatch.query..", "java..", "org.bson..")
        .check(CLASSES);
  }

  @Test
  void theJavaClientNeedsBsonAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.tidewatch.client..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.tidewatch.client..", "java..", "org.bson..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tidewatch.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidewatch.client..")
        .check(CLASSES);
  }

  @Test
  void noClassDependsOnABoundary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..boundary..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..boundary..")
        .check(CLASSES);
  }

  @Test
  void onlyTheMetricsKnowTheirLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..metrics.control..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.prometheus..")
        .check(CLASSES);
  }

  /** Metrics look into feeds: that is what they are for. */
  @Test
  void samplesAndFeedsAreIndependentOfEachOther() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tidewatch.feed..", "dev.tidewatch.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidewatch.feed..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tidewatch.samples..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidewatch.samples..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.tidewatch.samples.students..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidewatch.samples.messages..")
        .check(CLASSES);
  }

  @Test
  void nothingOfTheDevelopmentDatabaseIsUsed() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..development..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..development..", "de.bwaldvogel..")
        .check(CLASSES);
  }

  @Test
  void noClassWritesToStandardOutput() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
