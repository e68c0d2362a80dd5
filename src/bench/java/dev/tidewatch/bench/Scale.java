package dev.tidewatch.bench;

/**
 * How long and how much is measured.
 *
 * @param warmUpRounds the most before anything is measured
 * @param seconds of a steady rate
 * @param burst changes in one round of a burst
 * @param rounds of a burst
 * @param idleClients who have nothing to read
 * @param selectiveClients who each want the changes of one document
 * @param stalledRounds of a burst between two looks at the heap; there are {@link #LOOKS}
 * @param history changes that returning clients have missed, more than the log holds
 */
record Scale(
    int warmUpRounds,
    int seconds,
    int burst,
    int rounds,
    int idleClients,
    int selectiveClients,
    int stalledRounds,
    int history) {

  static final int LOOKS = 4;

  static final Scale FULL = new Scale(12, 20, 5000, 3, 10_000, 10_000, 5, 80_000);
  static final Scale QUICK = new Scale(4, 10, 5000, 1, 2000, 2000, 1, 70_000);
}
