package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the readers of one feed cost and missed, for whoever measures it. Any thread. */
public final class SubscriberCounters {

  /** What a reader that came back was first served from. */
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

  /** Those of one protocol. */
  public ProtocolCounters of(Protocol protocol) {
    return protocols.get(protocol);
  }

  /** Readers that came back to a position. */
  public EnumCounter<Source> resumes() {
    return resumes;
  }

  /** Gaps that one reader had and not the watch. */
  public EnumCounter<Gap.Reason> gaps() {
    return gaps;
  }

  /** MongoDB is asked for a batch that one reader needs and the log has not. */
  public void catchesUp() {
    catchUps.increment();
  }

  /** How often MongoDB was asked. */
  public long catchUps() {
    return catchUps.sum();
  }
}
