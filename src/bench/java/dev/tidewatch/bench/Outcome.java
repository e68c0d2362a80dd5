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
    return with(other, heapKib, remark);
  }

  Outcome withHeap(double kib) {
    return with(name, kib, remark);
  }

  /** Has this remark instead of its own. */
  Outcome remarking(String words) {
    return with(name, heapKib, words);
  }

  private Outcome with(String otherName, double otherHeap, String otherRemark) {
    return new Outcome(
        otherName,
        deliveriesPerSecond,
        cpuMicros,
        p50,
        p95,
        p99,
        lost,
        repeated,
        disordered,
        otherHeap,
        otherRemark);
  }

  boolean isFaultless() {
    return lost == 0 && repeated == 0 && disordered == 0;
  }
}
