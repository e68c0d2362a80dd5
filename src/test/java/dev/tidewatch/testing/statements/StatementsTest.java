package dev.tidewatch.testing.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Every statement is listed and has a test that says so. */
class StatementsTest {

  private static final List<Integer> NUMBERS = IntStream.rangeClosed(1, 34).boxed().toList();

  @Test
  void theListHasAllOfThemInOrder() {
    assertThat(Statements.all().keySet()).containsExactlyElementsOf(NUMBERS);
    assertThat(Statements.all()).containsEntry(2, "A stream that was never used is alive");
  }

  @Test
  void eachHasATest() {
    assertThat(tests().values().stream().flatMap(List::stream).distinct())
        .containsExactlyInAnyOrderElementsOf(NUMBERS);
  }

  @Test
  void aTestIsNamedAfterTheStatementItProves() {
    tests()
        .forEach(
            (method, numbers) ->
                assertThat(method.getName())
                    .as(method.toString())
                    .matches(
                        name -> numbers.stream().anyMatch(n -> name.matches("s0?" + n + "_.*"))));
  }

  @Test
  void theyAreAllIntegrationTests() {
    assertThat(tests().keySet())
        .extracting(method -> method.getDeclaringClass().getSimpleName())
        .allMatch(name -> name.endsWith("IT"));
  }

  private static Map<Method, List<Integer>> tests() {
    Map<Method, List<Integer>> tests = new TreeMap<>(Comparator.comparing(Method::toString));
    for (Class<?> type :
        ReflectionSupport.findAllClassesInPackage(
            "dev.tidewatch", c -> true, name -> name.endsWith("IT") || name.endsWith("Test"))) {
      AnnotationSupport.findAnnotatedMethods(type, Statement.class, HierarchyTraversalMode.TOP_DOWN)
          .forEach(
              method ->
                  tests.put(
                      method,
                      Arrays.stream(method.getAnnotation(Statement.class).value())
                          .boxed()
                          .toList()));
    }
    return tests;
  }
}
