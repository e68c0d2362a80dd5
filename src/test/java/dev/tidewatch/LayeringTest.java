package dev.tidewatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds what the packages promise about each other. */
class LayeringTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tidewatch");

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
  void entitiesKnowNeitherControlsNorBoundaries() {
    noClasses()
        .that()
        .resideInAPackage("..entity..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..control..", "..boundary..")
        .check(CLASSES);
  }

  @Test
  void controlsKnowNoBoundary() {
    noClasses()
        .that()
        .resideInAPackage("..control..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..boundary..")
        .check(CLASSES);
  }

  @Test
  void nobodyCallsABoundary() {
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

  /** Metrics look into every feature: that is what they are for. */
  @Test
  void aFeaturesControlsAreItsOwn() {
    for (String feature :
        List.of("dev.tidewatch.feed..", "dev.tidewatch.students..", "dev.tidewatch.messages..")) {
      noClasses()
          .that()
          .resideOutsideOfPackages(feature, "dev.tidewatch.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(feature.replace("..", ".control.."))
          .check(CLASSES);
    }
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
  void nobodyWritesToStandardOutput() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
