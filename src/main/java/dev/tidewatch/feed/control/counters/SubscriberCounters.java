package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the readers of one feed cost and missed, for metrics. Thread-safe. */
public final class SubscriberCounters {

  /** What a reader that resumed was first served from. */
  public enum Source {
    LOG,
    MONGODB
  }

  private final Map<Protocol, ProtocolCounters> protocols = new EnumMap<>(Protocol.class);
  private final EnumCounter<Source> resumes = new EnumCounter<>(Source.class);
  private final EnumCounter<Gap.Reason> gaps = new EnumCounter<>(Gap.Reason.class);
  private final LongAdder catchUps = new LongAdder();

  public SubscriberCounters() {
    for (Protocol protocol : Protocol.values()) {
      protocols.put(protocol, new ProtocolCounters());
    }
  }

  /** The counters of one protocol. */
  public ProtocolCounters of(Protocol protocol) {
    return protocols.get(protocol);
  }

  /** Readers that resumed from a position, by source. */
  public EnumCounter<Source> resumes() {
    return resumes;
  }

  /** Gaps of a single reader, not of the watch, by reason. */
  public EnumCounter<Gap.Reason> gaps() {
    return gaps;
  }

  /** Counts a request to MongoDB for a batch that a reader needs and the log does not hold. */
  public void catchesUp() {
    catchUps.increment();
  }

  /** The number of requests to MongoDB for history. */
  public long catchUps() {
    return catchUps.sum();
  }
}
