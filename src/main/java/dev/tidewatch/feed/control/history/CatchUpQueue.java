package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The readers that wait for history, the longest waiting first, and where to begin to read for
 * them.
 *
 * <p>Not thread-safe: {@link CatchUp} holds its lock. Bound: one request a reader.
 */
final class CatchUpQueue {

  /** A reader that has waited longer for another's read to come by gets one of its own. */
  static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  private final Set<CatchUpRequest> waiting = new LinkedHashSet<>();

  /** A request that has an answer. */
  record Answer(CatchUpRequest request, CatchUpResult result) {

    void give() {
      request.complete(result);
    }
  }

  void add(CatchUpRequest request) {
    waiting.add(request);
  }

  void remove(CatchUpRequest request) {
    waiting.remove(request);
  }

  void clear() {
    waiting.clear();
  }

  int size() {
    return waiting.size();
  }

  /** In what forms the entries will be sent. */
  Set<WireFormat> formats() {
    return waiting.stream().map(CatchUpRequest::format).collect(Collectors.toSet());
  }

  /**
   * Whom to read for next: the longest waiting one of the client that has the fewest reads; null if
   * nobody waits, or all are served by the reads under way.
   */
  CatchUpRequest next(Collection<HistoryRead> reads) {
    return waiting.stream()
        .filter(request -> !isOnTheWay(request, reads))
        .min(Comparator.comparingLong(request -> readsOfItsClient(request, reads)))
        .orElse(null);
  }

  private static long readsOfItsClient(CatchUpRequest request, Collection<HistoryRead> reads) {
    return reads.stream().filter(read -> read.first().isOfClientOf(request)).count();
  }

  /** Whether a read will soon come by, or will then be free to begin where this one is. */
  private static boolean isOnTheWay(CatchUpRequest request, Collection<HistoryRead> reads) {
    long age = request.age();
    long now = System.nanoTime();
    return reads.stream()
        .anyMatch(
            read ->
                HistoryRead.isNear(read.position(), request.after())
                    && (age < PATIENCE
                        || read.reaches(request.after()) && now - read.since() < PATIENCE));
  }

  /** Whether a request is to be served from its own position, and by nobody's read on its way. */
  static boolean isServedAlone(CatchUpRequest request) {
    return request.isPassedOver() || request.age() > PATIENCE;
  }

  /** Where to begin for a request: at the earliest position that is asked for near its own. */
  Position start(CatchUpRequest first) {
    Position earliest = first.after();
    if (!isServedAlone(first)) {
      for (CatchUpRequest request : waiting) {
        if (earliest.isAfter(request.after())
            && HistoryRead.isNear(request.after(), first.after())) {
          earliest = request.after();
        }
      }
    }
    return earliest;
  }

  /**
   * Takes those that an outcome answers. One that is at the position and has no answer goes to the
   * end: the next turn is for those that wait behind it.
   *
   * @param at where the read began
   */
  List<Answer> answer(HistoryReader.Outcome outcome, Position at) {
    List<Answer> answers = new ArrayList<>();
    for (CatchUpRequest request : List.copyOf(waiting)) {
      CatchUpResult result = CatchUpResult.of(outcome, at, request.after());
      if (result != null) {
        answers.add(new Answer(request, result));
        waiting.remove(request);
      } else if (request.after().equals(at)) {
        waiting.remove(request);
        waiting.add(request);
      }
    }
    return answers;
  }

  /** Whether one waits at a position. */
  boolean has(Position position) {
    return waiting.stream().anyMatch(request -> request.after().equals(position));
  }
}
