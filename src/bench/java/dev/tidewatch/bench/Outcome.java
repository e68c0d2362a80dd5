package dev.tidewatch.bench;

/**
 * What was measured of one target; NaN where something was not.
 *
 * @param deliveriesPerSecond changes that reached a client
 * @param cpuMicros what the server spent for one delivery
 * @param p50 ms from the insert to the client
 * @param p95 likewise
 * @param p99 likewise
 * @param heapKib of a connection that is idle
 * @param remark what else there is to say
 */
record Outcome(
    String name,
    double deliveriesPerSecond,
    double cpuMicros,
    double p50,
    double p95,
    double p99,
    long lost,
    long repeated,
    long disordered,
    double heapKib,
    String remark) {

  Outcome called(String other) {
    return new Outcome(
        other,
        deliveriesPerSecond,
        cpuMicros,
        p50,
        p95,
        p99,
        lost,
        repeated,
        disordered,
        heapKib,
        remark);
  }

  Outcome withHeap(double kib) {
    return new Outcome(
        name,
        deliveriesPerSecond,
        cpuMicros,
        p50,
        p95,
        p99,
        lost,
        repeated,
        disordered,
        kib,
        remark);
  }

  /** Says more, after what there is to say already. */
  Outcome remarking(String words) {
    return new Outcome(
        name,
        deliveriesPerSecond,
        cpuMicros,
        p50,
        p95,
        p99,
        lost,
        repeated,
        disordered,
        heapKib,
        words);
  }

  boolean isFaultless() {
    return lost == 0 && repeated == 0 && disordered == 0;
  }
}
