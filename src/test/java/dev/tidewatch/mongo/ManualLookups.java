package dev.tidewatch.mongo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A batcher whose tasks and timers run when a test says so. */
abstract class ManualLookups {

  static final String MISSING = "missing";

  final ManualExecutor tasks = new ManualExecutor();
  final ManualExecutor timers = new ManualExecutor();
  Duration time = Duration.ofMinutes(1);
  final DatabaseBulkhead bulkhead =
      new DatabaseBulkhead() {
        @Override
        Deadline deadline() {
          return Deadline.in(time);
        }

        @Override
        void later(Duration after, Runnable task) {
          timers.execute(task);
        }
      };
  final List<Set<String>> queries = new ArrayList<>();
  RuntimeException failure;
  Runnable meanwhile = () -> {};
  final LookupBatcher<String, String> batcher = new LookupBatcher<>(bulkhead, this::query);

  ManualLookups() {
    bulkhead.setExecutor(tasks);
  }

  CompletableFuture<String> find(String key) {
    return batcher.find(key).thenApply(found -> found.orElse("nothing")).toCompletableFuture();
  }

  private Map<String, String> query(Deadline deadline, Set<String> keys) {
    queries.add(Set.copyOf(keys));
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
