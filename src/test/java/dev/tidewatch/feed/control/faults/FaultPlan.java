package dev.tidewatch.feed.control.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What goes wrong in one run, and in which order. It depends on the seed and the number of faults
 * alone, so that a run can be had again.
 */
record FaultPlan(long seed, List<Step> steps) {

  private static final int MEMBERS = 3;
  private static final int ONE_IN = 5;

  /**
   * What goes wrong at once.
   *
   * @param settled whether the next step waits until the watch has caught up with this one
   */
  record Step(List<Fault> faults, boolean settled) {

    @Override
    public String toString() {
      return faults.stream().map(Fault::toString).collect(Collectors.joining(", and at once "))
          + (settled ? "" : "; do not wait for the watch");
    }
  }

  static FaultPlan of(long seed, int count) {
    Random random = new Random(seed);
    Deque<Fault.Kind> bag = new ArrayDeque<>();
    List<Step> steps = new ArrayList<>();
    for (int left = count; left > 0; ) {
      List<Fault> faults = new ArrayList<>(List.of(fault(random, bag)));
      if (left > 1 && random.nextInt(ONE_IN) == 0) {
        faults.add(fault(random, bag));
      }
      left -= faults.size();
      steps.add(new Step(List.copyOf(faults), random.nextInt(ONE_IN) > 0));
    }
    return new FaultPlan(seed, List.copyOf(steps));
  }

  private static Fault fault(Random random, Deque<Fault.Kind> bag) {
    if (bag.isEmpty()) {
      // from a bag and not by lot, so that a short run has every kind too
      List<Fault.Kind> kinds = Arrays.asList(Fault.Kind.values());
      Collections.shuffle(kinds, random);
      bag.addAll(kinds);
    }
    Fault.Kind kind = bag.poll();
    int member = random.nextInt(MEMBERS);
    int more = random.nextInt(1 + kind.mostMillis() - kind.leastMillis());
    return new Fault(kind, member, Duration.ofMillis(kind.leastMillis() + more));
  }

  @Override
  public String toString() {
    int count = steps.stream().mapToInt(step -> step.faults().size()).sum();
    return steps.stream()
        .map(step -> "\n  " + step)
        .collect(Collectors.joining("", count + " faults, seed " + seed + ":", ""));
  }
}
