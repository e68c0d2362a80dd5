package dev.tidewatch.mongo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Shared calls whose tasks run, and whose looks after what stands still are taken, when a test says
 * so.
 */
abstract class KeptCalls {

  static final String MISSING = "missing";

  final KeptTasks tasks = new KeptTasks();
  final KeptTasks looks = new KeptTasks();
  Duration time = Duration.ofMinutes(1);
  final MongoCalls calls =
      new MongoCalls() {
        @Override
        Deadline deadline() {
          return Deadline.in(time);
        }

        @Override
        void later(Duration after, Runnable task) {
          looks.execute(task);
        }
      };
  final List<Set<String>> asked = new ArrayList<>();
  Exception failure;
  Runnable meanwhile = () -> {};
  final SharedCalls<String, String> shared = new SharedCalls<>(calls, this::call);

  KeptCalls() {
    calls.setExecutor(tasks);
  }

  CompletableFuture<String> ask(String key) {
    return shared
        .begin(key, (Optional<String> found) -> found.orElse("nothing"))
        .toCompletableFuture();
  }

  private Map<String, String> call(Deadline deadline, Set<String> keys) throws Exception {
    asked.add(keys);
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    if (failure != null) {
      throw failure;
    }
    return keys.stream()
        .filter(key -> !key.equals(MISSING))
        .collect(Collectors.toMap(key -> key, key -> "value of " + key));
  }
}
