package dev.tidewatch.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints at the end of a run which statements of {@code docs/semantics.md} hold; nothing if no test
 * of any was to run. Found by JUnit through {@code META-INF/services}.
 */
public final class StatementTable implements TestExecutionListener {

  private final Map<Integer, StatementResult> results = new TreeMap<>();
  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
    results.clear();
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    below(test).forEach(number -> result(number).skipped(reason));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult outcome) {
    switch (outcome.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          numbers(test).forEach(number -> result(number).passed());
        }
      }
      case ABORTED ->
          below(test)
              .forEach(
                  number ->
                      result(number)
                          .skipped(outcome.getThrowable().map(Throwable::getMessage).orElse("")));
      case FAILED -> below(test).forEach(number -> result(number).failed());
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    if (!results.isEmpty()) {
      System.out.println(table());
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder("Statements of docs/semantics.md\n");
    Map<Integer, String> statements = Statements.all();
    statements.forEach(
        (number, sentence) ->
            table.append(
                String.format(
                    "%4d  %-73s  %s%n",
                    number, sentence, results.getOrDefault(number, new StatementResult()))));
    long held =
        statements.keySet().stream()
            .filter(number -> results.containsKey(number) && results.get(number).holds())
            .count();
    return table
        .append(held)
        .append(" of ")
        .append(statements.size())
        .append(" statements")
        .toString();
  }

  private StatementResult result(int number) {
    return results.computeIfAbsent(number, n -> new StatementResult());
  }

  /** The statements of a test, or of all the tests in a class or of a parameterized test. */
  private List<Integer> below(TestIdentifier test) {
    Set<TestIdentifier> descendants = plan.getDescendants(test);
    return Stream.concat(Stream.of(test), descendants.stream())
        .flatMap(each -> numbers(each).stream())
        .distinct()
        .toList();
  }

  private static List<Integer> numbers(TestIdentifier test) {
    Optional<Statement> statement =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> ((MethodSource) source).getJavaMethod())
            .flatMap(method -> AnnotationSupport.findAnnotation(method, Statement.class));
    return statement.map(s -> Arrays.stream(s.value()).boxed().toList()).orElse(List.of());
  }
}
