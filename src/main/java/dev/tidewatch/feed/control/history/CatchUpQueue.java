package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The readers that wait for history, longest waiting first, and where a read for them begins.
 *
 * <p>Not thread-safe; guarded by {@link CatchUp}'s lock. Bound: one request for each reader.
 */
final class CatchUpQueue {

  /** A reader that has waited longer for another's read to arrive gets its own read. */
  static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  private final Set<CatchUpRequest> waiting = new LinkedHashSet<>();
  // how many wait for each filter
  private final Map<ServerFilter, Integer> filters = new HashMap<>();

  /** A request and its result. */
  record Answer(CatchUpRequest request, CatchUpResult result) {

    void give() {
      request.complete(result);
    }
  }

  void add(CatchUpRequest request) {
    if (waiting.add(request) && request.filter() != null) {
      filters.merge(request.filter(), 1, Integer::sum);
    }
  }

  void remove(CatchUpRequest request) {
    if (waiting.remove(request) && request.filter() != null) {
      filters.computeIfPresent(request.filter(), (f, count) -> count == 1 ? null : count - 1);
    }
  }

  void clear() {
    waiting.clear();
    filters.clear();
  }

  /** The filters of those that wait, without null. */
  Set<ServerFilter> filters() {
    return filters.keySet();
  }

  int size() {
    return waiting.size();
  }

  /** The formats that the entries will be sent in. */
  Set<WireFormat> formats() {
    return waiting.stream()
        .map(CatchUpRequest::format)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /**
   * The request to read for next: the longest waiting one of the client with the fewest reads. Null
   * if none waits, or if reads in progress serve all.
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

  /** Whether a read will soon reach the request, or be free to begin at its position. */
  private static boolean isOnTheWay(CatchUpRequest request, Collection<HistoryRead> reads) {
    long age = request.age();
    long now = System.nanoTime();
    return reads.stream()
        .anyMatch(
            read ->
                read.isFor(request)
                    && HistoryRead.isNear(read.position(), request.after())
                    && (age < PATIENCE
                        || read.reaches(request.after()) && now - read.since() < PATIENCE));
  }

  /** Whether a request must be served from its own position, not by a read that passes it. */
  static boolean isServedAlone(CatchUpRequest request) {
    return request.isPassedOver() || request.age() > PATIENCE;
  }

  /** Where a read for a request begins: the earliest requested position near its own. */
  Position start(CatchUpRequest first) {
    Position earliest = first.after();
    if (!isServedAlone(first)) {
      for (CatchUpRequest request : waiting) {
        if (earliest.isAfter(request.after())
            && Objects.equals(first.filter(), request.filter())
            && HistoryRead.isNear(request.after(), first.after())) {
          earliest = request.after();
        }
      }
    }
    return earliest;
  }

  /**
   * Removes the requests that an outcome answers. A request at the position without an answer goes
   * to the end of the queue, so that the requests behind it are next.
   *
   * @param at where the read began
   * @param filter which changes were read; what was read without a filter answers everybody
   */
  List<Answer> answer(HistoryReader.Outcome outcome, Position at, ServerFilter filter) {
    List<Answer> answers = new ArrayList<>();
    for (CatchUpRequest request : List.copyOf(waiting)) {
      if (filter != null && !filter.equals(request.filter())) {
        continue;
      }
      CatchUpResult result = CatchUpResult.of(outcome, at, request.after());
      if (result != null) {
        answers.add(new Answer(request, result));
        remove(request);
      } else if (request.after().equals(at)) {
        remove(request);
        add(request);
      }
    }
    return answers;
  }

  /** Whether a request with a filter waits at a position. */
  boolean has(Position position, ServerFilter filter) {
    return waiting.stream()
        .anyMatch(
            request ->
                request.after().equals(position) && Objects.equals(request.filter(), filter));
  }
}
