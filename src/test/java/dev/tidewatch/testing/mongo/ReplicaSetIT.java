package dev.tidewatch.testing.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the tests that break servers rely on. */
@NeedsMongod
class ReplicaSetIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aCrashedMemberIsRestartedAndAKilledOneIsNot() {
    try (ReplicaSet set = ReplicaSet.start(1)) {
      ProcessHandle first = only(servers());
      first.destroyForcibly();
      await().atMost(LONG).until(() -> !servers().isEmpty() && !servers().contains(first));
      set.awaitHealth();

      ProcessHandle second = only(servers());
      set.kill(0);
      assertThat(second.isAlive()).isFalse();
      assertThat(set.primary()).isEmpty();
      set.restart(0);
      set.awaitHealth();
      assertThat(only(servers())).isNotIn(first, second);
    }
  }

  @Test
  void aMemberThatIsStoppedInItsTracksDoesNotOutliveTheSet() {
    ReplicaSet set = ReplicaSet.start(1);
    set.pause(0);
    assertThat(set.primary()).isEmpty();

    set.close();

    assertThat(servers()).isEmpty();
  }

  private static List<ProcessHandle> servers() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process).contains("--replSet"))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    Optional<String[]> arguments = process.info().arguments();
    return String.join(" ", arguments.orElse(new String[0]));
  }

  private static ProcessHandle only(List<ProcessHandle> processes) {
    assertThat(processes).hasSize(1);
    return processes.get(0);
  }
}
