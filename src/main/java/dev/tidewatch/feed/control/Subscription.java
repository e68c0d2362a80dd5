package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.ReaderCounters.Source;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One reader of a feed: a position, and at most one message on its way. It reads the log by number;
 * when its place has left the log, or was never in it, what is missing is read from MongoDB a batch
 * at a time ({@link CatchUp}) until the log reaches back far enough.
 *
 * <p>Owned by the courier's thread. {@link #sent} and {@link #caughtUp} come from any thread; they
 * leave a note and wake the courier.
 */
final class Subscription {

  private static final Logger LOG = Logger.getLogger(Subscription.class.getName());

  /** Messages sent to one reader before the others have their turn. */
  private static final int TURN = 16;

  private static final long STALLED = Duration.ofMinutes(1).toNanos();
  private static final long HEARTBEAT = Duration.ofSeconds(15).toNanos();
  private static final long PING = Duration.ofSeconds(30).toNanos();

  private final Readers readers;
  private final Reader reader;
  private final ChangeLog log;
  private final Batches batches;
  private final ProtocolCounters counters;
  private final Runnable whenEnded;
  private final Deque<LogEntry> backlog = new ArrayDeque<>();

  // what it was sent last by itself; encoded by now, so the log can weigh it
  private List<LogEntry> gathered = List.of();
  private Position position;
  // where the backlog ends, which may lie behind its last entry
  private Position reached;
  private long next;
  private boolean inLog;
  private boolean catchingUp;
  private boolean pumping;
  private boolean greeted;
  // until it is known what it is served from
  private boolean returns;
  // entries of the log up to here came from MongoDB already, before the log had them
  private Position fence;
  private long pingedNanos = System.nanoTime();

  private volatile CatchUp.Result news;
  private volatile boolean sending;
  private volatile boolean closed;
  private volatile long activeNanos = System.nanoTime();

  Subscription(Readers readers, Reader reader, Runnable whenEnded) {
    this.readers = readers;
    this.reader = reader;
    this.whenEnded = whenEnded;
    this.counters = readers.counters().of(reader.protocol());
    this.log = readers.log();
    this.batches = readers.batches(reader.format());
    if (reader.after() == null) {
      // an entry that comes in between is not owed to this reader, but must not be lost if it is
      // sent
      this.position = log.head();
      this.next = log.end();
      this.inLog = true;
    } else {
      this.position = reader.after();
    }
    this.returns = reader.returns();
  }

  Reader reader() {
    return reader;
  }

  /** Sends what there is, until a message stays under way, nothing is left, or the turn is over. */
  void pump() {
    pumping = true;
    try {
      for (int i = 0; i < TURN; i++) {
        if (!sendNext()) {
          return;
        }
      }
      readers.courier().wake(this);
    } catch (RuntimeException e) {
      // ours, then; the reader comes back with its id
      LOG.log(Level.SEVERE, "a reader could not be served", e);
      close(CloseReason.FAILED);
    } finally {
      pumping = false;
    }
  }

  private boolean sendNext() {
    if (sending || closed) {
      return false;
    }
    Message message = nextMessage();
    if (message == null) {
      return false;
    }
    send(message);
    return true;
  }

  private void send(Message message) {
    sending = true;
    activeNanos = System.nanoTime();
    try {
      reader.sink().send(message, this::sent);
      counters.sent(message);
    } catch (RuntimeException e) {
      // a connection that ends while it is written to says so in many ways; all mean the same
      sent(e);
    }
  }

  private void sent(Throwable failure) {
    if (failure != null) {
      readers.remove(this);
      return;
    }
    activeNanos = System.nanoTime();
    sending = false;
    // within a send the loop goes on by itself: to send from here would recurse without end
    if (!(readers.courier().isCurrentThread() && pumping)) {
      readers.courier().wake(this);
    }
  }

  private Message nextMessage() {
    if (!greeted) {
      Position start = start();
      greeted = start != null;
      Message hello = greeted ? reader.format().hello(start) : null;
      if (hello != null || !greeted) {
        return hello;
      }
    }
    CatchUp.Result result = news;
    if (result != null) {
      news = null;
      catchingUp = false;
      accept(result);
    }
    Message message = isPlain() ? shared() : gathered();
    if (message == null && !closed && inLog && !catchingUp) {
      standAt(log.headAt(next));
      reader.sink().upToDate(position);
    }
    return message;
  }

  private Position start() {
    if (position == null) {
      // it came before the stream was first opened, and is owed everything since
      position = log.beginning();
    }
    return position;
  }

  private boolean isPlain() {
    return inLog
        && fence == null
        && reached == null
        && backlog.isEmpty()
        && reader.filter() == Filter.NONE
        && reader.limit() == Batches.MAX_ENTRIES;
  }

  private Message shared() {
    Batch batch = batches.from(next);
    if (batch == null) {
      return log.hasLeft(next) ? gathered() : null;
    }
    next = batch.next();
    position = batch.end();
    return batch.message();
  }

  /** What this reader alone gets: it is behind the log, or does not want all of it. */
  private Message gathered() {
    gathered.forEach(log::weigh);
    List<LogEntry> entries = new ArrayList<>();
    int bytes = 0;
    for (LogEntry entry = peek(); entry != null; entry = peek()) {
      if (reader.filter().passes(entry)) {
        bytes += reader.format().sizeOf(entry);
        if (!entries.isEmpty()
            && (entries.size() >= reader.limit() || !batches.fits(entries, entry, bytes))) {
          break;
        }
        entries.add(entry);
      }
      take(entry);
    }
    gathered = entries;
    return entries.isEmpty() ? null : reader.format().join(entries);
  }

  private LogEntry peek() {
    while (!closed) {
      if (!backlog.isEmpty()) {
        return backlog.peek();
      }
      if (reached != null) {
        position = reached;
        reached = null;
      }
      if (catchingUp || !inLog && !enterLog()) {
        return null;
      }
      LogEntry entry = log.at(next);
      if (entry == null) {
        if (!log.hasLeft(next)) {
          return null;
        }
        inLog = false;
        continue;
      }
      if (fence == null || entry.position().isAfter(fence)) {
        fence = null;
        return entry;
      }
      next++;
    }
    return null;
  }

  private void take(LogEntry entry) {
    if (backlog.poll() == null) {
      next++;
    }
    position = entry.position();
  }

  private boolean enterLog() {
    OptionalLong number = log.after(position);
    if (returns) {
      returns = false;
      readers.counters().resumes().add(number.isPresent() ? Source.LOG : Source.MONGODB);
    }
    if (number.isPresent()) {
      next = number.getAsLong();
      fence = position;
      inLog = true;
      return true;
    }
    catchingUp = true;
    readers.catchUp(position, this::caughtUp);
    return false;
  }

  private void accept(CatchUp.Result result) {
    if (result instanceof CatchUp.Read read) {
      backlog.addAll(read.entries());
      read.gap().ifPresent(gap -> readers.counters().gaps().add(gap.reason()));
      reached = read.reached();
    } else if (result instanceof CatchUp.Refused) {
      close(CloseReason.BAD_POSITION);
    }
  }

  /** The next batch from MongoDB is there. Any thread. */
  private void caughtUp(CatchUp.Result result) {
    news = result;
    readers.courier().wake(this);
  }

  private void standAt(Position head) {
    if (head != null && (position == null || head.isAfter(position))) {
      position = head;
    }
  }

  /** Tells an idle reader where it stands, and ends a connection that takes nothing. */
  void tend(long now) {
    long idle = now - activeNanos;
    if (sending) {
      if (idle > STALLED) {
        close(CloseReason.STALLED);
      }
      return;
    }
    if (now - pingedNanos > PING) {
      // also to a busy reader: WildFly ends a connection that is only ever sent to
      pingedNanos = now;
      reader.sink().ping();
    }
    pump();
    if (!sending && !closed && greeted && idle > HEARTBEAT) {
      activeNanos = now;
      Message heartbeat = reader.format().heartbeat(position);
      if (heartbeat != null) {
        send(heartbeat);
      }
    }
  }

  private void close(CloseReason reason) {
    counters.closed().add(reason);
    readers.remove(this);
    readers.courier().close(reader.sink(), reason);
  }

  void markClosed() {
    closed = true;
  }

  /** It is no reader of the feed any more; called once. */
  void ended() {
    whenEnded.run();
  }
}
