package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Gap;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the readers of one feed cost and missed, for whoever measures it. Any thread. */
public final class ReaderCounters {

  /** What a reader that came back was first served from. */
  public enum Source {
    LOG,
    MONGODB
  }

  private final Map<Protocol, ProtocolCounters> protocols = new EnumMap<>(Protocol.class);
  private final Tally<Source> resumes = new Tally<>(Source.class);
  private final Tally<Gap.Reason> gaps = new Tally<>(Gap.Reason.class);
  private final LongAdder catchUps = new LongAdder();

  ReaderCounters() {
    for (Protocol protocol : Protocol.values()) {
      protocols.put(protocol, new ProtocolCounters());
    }
  }

  /** Those of one protocol. */
  public ProtocolCounters of(Protocol protocol) {
    return protocols.get(protocol);
  }

  /** Readers that came back to a position. */
  public Tally<Source> resumes() {
    return resumes;
  }

  /** Gaps that one reader had and not the watch. */
  public Tally<Gap.Reason> gaps() {
    return gaps;
  }

  /** MongoDB is asked for a batch that one reader needs and the log has not. */
  void catchesUp() {
    catchUps.increment();
  }

  /** How often MongoDB was asked. */
  public long catchUps() {
    return catchUps.sum();
  }
}
