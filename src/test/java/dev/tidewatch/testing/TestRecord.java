package dev.tidewatch.testing;

import dev.tidewatch.testing.statements.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down what the tests of this JVM came to, and which MongoDB each class used, for {@link
 * TestSummary}. It does so where {@code -Dtidewatch.test.record} names a folder, as {@code
 * scripts/test} does. Found by JUnit through {@code META-INF/services}.
 */
public final class TestRecord implements TestExecutionListener {

  private static final String FOLDER = System.getProperty("tidewatch.test.record");

  private final Path file;
  private final Set<String> failed = new HashSet<>();
  private TestPlan plan;

  /** As JUnit makes it. */
  public TestRecord() {
    this(FOLDER == null ? null : Path.of(FOLDER, ProcessHandle.current().pid() + ".tsv"));
  }

  /** One that writes to a file, which need not exist; null for one that writes nothing. */
  TestRecord(Path file) {
    this.file = file;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isClass(test)) {
      MongoUse.take();
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    tests(test).forEach(each -> write(each, Outcome.SKIPPED, reason));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason = result.getThrowable().map(Throwable::getMessage).orElse("");
    if (result.getStatus() == Status.ABORTED) {
      tests(test).forEach(each -> write(each, Outcome.SKIPPED, reason));
    } else if (result.getStatus() == Status.FAILED) {
      failed.add(test.getUniqueId());
      write(test, Outcome.FAILED, reason);
    } else if (test.isTest() || failed.contains(test.getUniqueId())) {
      write(test, Outcome.PASSED, "");
    }
    if (isClass(test)) {
      MongoUse.take()
          .forEach(kind -> append(List.of(TestSummary.MONGO, className(test), kind.name())));
    }
  }

  /** Itself, or what it contains as far as that is known before it runs. */
  private Stream<TestIdentifier> tests(TestIdentifier test) {
    List<TestIdentifier> tests =
        plan.getDescendants(test).stream()
            .filter(each -> each.getSource().orElse(null) instanceof MethodSource)
            .toList();
    return tests.isEmpty() ? Stream.of(test) : tests.stream();
  }

  private void write(TestIdentifier test, Outcome outcome, String reason) {
    append(
        List.of(
            TestSummary.TEST,
            className(test),
            test.getUniqueId(),
            test.getLegacyReportingName(),
            outcome.name(),
            statements(test),
            Optional.ofNullable(reason).orElse("")));
  }

  private boolean isClass(TestIdentifier test) {
    return test.getSource().orElse(null) instanceof ClassSource
        && plan.getParent(test).flatMap(TestIdentifier::getSource).isEmpty();
  }

  /** The name of the outermost class that it is in; an engine's where there is none. */
  private String className(TestIdentifier test) {
    String name = test.getDisplayName();
    for (TestIdentifier each = test; each != null; each = plan.getParent(each).orElse(null)) {
      if (each.getSource().orElse(null) instanceof ClassSource source) {
        name = source.getClassName();
      }
    }
    return name;
  }

  private static String statements(TestIdentifier test) {
    Optional<Statement> statement =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> ((MethodSource) source).getJavaMethod())
            .flatMap(method -> AnnotationSupport.findAnnotation(method, Statement.class));
    return statement
        .map(s -> Arrays.stream(s.value()).mapToObj(String::valueOf))
        .orElse(Stream.of())
        .collect(Collectors.joining(","));
  }

  private synchronized void append(List<String> fields) {
    if (file == null) {
      return;
    }
    List<String> clean = new ArrayList<>();
    fields.forEach(field -> clean.add(field.replaceAll("\\s+", " ")));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          String.join("\t", clean) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a test came to. */
  public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }
}
