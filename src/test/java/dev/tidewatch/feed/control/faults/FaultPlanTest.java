package dev.tidewatch.feed.control.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

  @Test
  void theSameSeedIsTheSamePlanAndAnotherIsAnother() {
    assertThat(FaultPlan.of(7, 20)).hasToString(FaultPlan.of(7, 20).toString());
    assertThat(FaultPlan.of(7, 20).steps()).isNotEqualTo(FaultPlan.of(8, 20).steps());
  }

  @Test
  void itHasAsManyFaultsAsAskedForAndTwentyHaveEveryKind() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(faults(FaultPlan.of(seed, 1))).hasSize(1);
      assertThat(faults(FaultPlan.of(seed, 20)))
          .hasSize(20)
          .extracting(Fault::kind)
          .contains(Fault.Kind.values());
    }
  }

  @Test
  void nowAndThenTwoComeAtOnceAndNeverMore() {
    List<FaultPlan.Step> steps = FaultPlan.of(7, 100).steps();

    assertThat(steps).extracting(step -> step.faults().size()).containsOnly(1, 2);
  }

  @Test
  void everyFaultEnds() {
    assertThat(faults(FaultPlan.of(7, 100)))
        .extracting(Fault::length)
        .allSatisfy(length -> assertThat(length).isBetween(Duration.ZERO, Duration.ofSeconds(12)));
  }

  private static List<Fault> faults(FaultPlan plan) {
    return plan.steps().stream().flatMap((FaultPlan.Step s) -> s.faults().stream()).toList();
  }
}
