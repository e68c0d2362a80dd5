package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.documents.Answer;
import dev.tidewatch.feed.control.documents.DocumentPlaces.Place;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.documents.PageReader;
import dev.tidewatch.feed.control.documents.Pending;
import dev.tidewatch.feed.control.documents.Snapshot;
import dev.tidewatch.feed.control.filter.EntryRange;
import dev.tidewatch.feed.control.format.DocumentsFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;

/**
 * The documents of a collection, then every change of them.
 *
 * <pre>
 *   WAITING ──a place──► TAKING ──a moment──► READING ──the last page, "current"──► FOLLOWING
 *      ▲                  ▲   │                  │                                      │
 *      │                  │   └─► BETWEEN ───────┤ the moment is too old,               │
 *      │                  └──────────────────────┘ and documents were sent              │
 *      └──────────────── "reset": a gap, or a change of the whole collection ───────────┘
 * </pre>
 *
 * <p>BETWEEN sends the changes between two moments of the documents that were sent already; READING
 * then goes on after the last of them at the later moment.
 *
 * <p>Owned by the dispatcher's thread.
 */
final class LiveDocuments implements Reading {

  private enum Phase {
    WAITING,
    TAKING,
    BETWEEN,
    READING,
    FOLLOWING
  }

  /** How long a reader waits before it begins again, doubled each time until it is well. */
  private static final long FIRST_PAUSE = Duration.ofMillis(500).toNanos();

  private static final long LONGEST_PAUSE = Duration.ofSeconds(64).toNanos();

  /** A reader that has followed for so long may begin again at once. */
  private static final long WELL = Duration.ofMinutes(1).toNanos();

  /** Sent if the moment is too old and the documents cannot be read in parts. */
  private static final String TOO_OLD = "snapshot-too-old";

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final DocumentsFormat format;
  private final FeedDocuments documents;
  private final Runnable wake;

  private Phase phase = Phase.WAITING;
  private Place place;
  private boolean hadToWait;
  private Pending<Snapshot> taking;
  private Snapshot snapshot;
  private PageReader pages;
  // what reads the changes, while there are any to send
  private MessageReader changes;
  // the reader must not get documents of before this; null if any will do
  private Position least;
  private long beganNanos;
  // what has to be sent before the reader begins again; null if it need not
  private String reset;
  private long pauseNanos;
  private long notBeforeNanos = System.nanoTime();
  private CloseReason refusal;

  /**
   * Begins.
   *
   * @param wake called on any thread when there may be more to send
   */
  LiveDocuments(Subscribers subscribers, SubscribeRequest request, Runnable wake) {
    this.subscribers = subscribers;
    this.request = request;
    this.format = (DocumentsFormat) request.format();
    this.documents = subscribers.documents();
    this.wake = wake;
    this.pages = new PageReader(documents, request.view(), format, wake);
    if (request.after() != null) {
      // it had all documents before it left
      follow(request);
    }
  }

  @Override
  public OutboundMessage next() {
    settle();
    if (refusal != null) {
      return null;
    }
    if (reset != null) {
      OutboundMessage message = format.reset(reset);
      beginAgain();
      return message;
    }
    return switch (phase) {
      case WAITING, TAKING -> null;
      case BETWEEN, FOLLOWING -> ofChanges();
      case READING -> ofDocuments();
    };
  }

  @Override
  public void settle() {
    if (phase == Phase.WAITING && System.nanoTime() - notBeforeNanos >= 0) {
      ask();
    }
    if (phase == Phase.TAKING) {
      take();
    }
    if (phase == Phase.BETWEEN && changes.hasReachedEnd()) {
      changes.leave();
      changes = null;
      phase = Phase.READING;
    }
    if (phase == Phase.READING) {
      read();
    }
    if (changes != null) {
      changes.settle();
    }
    if (phase != Phase.FOLLOWING
        && place != null
        && place.isTaken()
        && System.nanoTime() - beganNanos > documents.bounds().time().toNanos()) {
      refuse(CloseReason.SLOW_DOCUMENTS);
    }
  }

  private void ask() {
    if (place == null) {
      place = documents.places().ask(request.client(), wake);
      hadToWait |= !place.isTaken();
    }
    if (place.isTaken()) {
      beganNanos = System.nanoTime();
      phase = Phase.TAKING;
    }
  }

  private void take() {
    if (taking == null) {
      if (System.nanoTime() - notBeforeNanos < 0) {
        return;
      }
      taking = new Pending<>(wake);
      taking.begin(documents.reads().snapshot(request.documents(), least, taking));
    }
    Answer<Snapshot> answer = taking.answer();
    if (answer == null) {
      return;
    }
    taking = null;
    if (answer.trouble() != null) {
      refuse(reason(answer.trouble()));
      return;
    }
    Snapshot taken = answer.value();
    if (least != null && least.isAfter(taken.position())) {
      // a new primary may not have come that far yet
      pause();
      return;
    }
    begin(taken);
  }

  private void begin(Snapshot taken) {
    Snapshot earlier = snapshot;
    snapshot = taken;
    if (pages.isBeyondBounds(taken)) {
      refuse(CloseReason.TOO_MANY_DOCUMENTS);
    } else if (earlier == null || pages.last() == null) {
      phase = Phase.READING;
    } else if (taken.collated()) {
      // which documents were sent already is known to MongoDB alone
      reset = TOO_OLD;
    } else {
      EntryRange between = new EntryRange(taken.position(), pages.last());
      changes =
          new MessageReader(
              subscribers,
              request.startingAt(earlier.position(), format.beforeCurrent()),
              between,
              wake);
      phase = Phase.BETWEEN;
    }
  }

  private void read() {
    Trouble trouble = pages.settle(snapshot);
    if (trouble == Trouble.TOO_OLD) {
      least = snapshot.position();
      phase = Phase.TAKING;
      if (!pages.hasMoved()) {
        pause();
      }
    } else if (trouble != null) {
      refuse(reason(trouble));
    } else if (pages.isBeyondBounds()) {
      refuse(CloseReason.TOO_MANY_DOCUMENTS);
    }
  }

  private static CloseReason reason(Trouble trouble) {
    return switch (trouble) {
      case NO_COLLECTION -> CloseReason.NO_COLLECTION;
      case NO_MOMENTS -> CloseReason.NO_MOMENTS;
      case TOO_OLD, FAILED -> CloseReason.FAILED;
    };
  }

  private OutboundMessage ofDocuments() {
    OutboundMessage message = pages.next();
    if (message != null || !pages.isAtEnd()) {
      return message;
    }
    Position position = snapshot.position();
    message = format.current(position, pages.count());
    leavePlace();
    follow(request.startingAt(position, format));
    return message;
  }

  private void follow(SubscribeRequest from) {
    changes = new MessageReader(subscribers, from, wake);
    phase = Phase.FOLLOWING;
    beganNanos = System.nanoTime();
  }

  private OutboundMessage ofChanges() {
    OutboundMessage message = changes.next();
    reset = changes.takeVoided();
    if (message == null && reset != null) {
      return next();
    }
    if (message == null && phase == Phase.BETWEEN) {
      changes.isUpToDate();
      if (changes.hasReachedEnd()) {
        return next();
      }
    }
    return message;
  }

  private void beginAgain() {
    if (phase == Phase.FOLLOWING && System.nanoTime() - beganNanos > WELL) {
      pauseNanos = 0;
    }
    least = changes == null ? snapshot.position() : changes.own();
    leave();
    changes = null;
    pages = new PageReader(documents, request.view(), format, wake);
    snapshot = null;
    reset = null;
    phase = Phase.WAITING;
    pause();
  }

  private void pause() {
    notBeforeNanos = System.nanoTime() + pauseNanos;
    pauseNanos = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * pauseNanos));
  }

  private void refuse(CloseReason reason) {
    refusal = reason;
    leave();
  }

  private void leavePlace() {
    if (place != null) {
      place.leave();
      place = null;
    }
  }

  @Override
  public void leave() {
    leavePlace();
    pages.leave();
    if (taking != null) {
      taking.withdraw();
      taking = null;
    }
    if (changes != null) {
      changes.leave();
    }
  }

  @Override
  public OutboundMessage heartbeat() {
    return phase == Phase.FOLLOWING ? changes.heartbeat() : format.waiting();
  }

  /** Also if a page holds nothing that the reader may see, and the next one has come. */
  @Override
  public boolean isSearching() {
    return phase == Phase.READING
        ? refusal == null && !pages.isAsking()
        : changes != null && changes.isSearching();
  }

  @Override
  public boolean isUpToDate() {
    return phase == Phase.FOLLOWING && changes.isUpToDate();
  }

  /** As soon as the documents can be read, or it has to wait for its place. */
  @Override
  public boolean isKnown() {
    return switch (phase) {
      case WAITING, TAKING -> hadToWait;
      case BETWEEN -> true;
      case READING -> hadToWait || pages.hasAnswer();
      case FOLLOWING -> changes.isKnown();
    };
  }

  @Override
  public boolean isFar() {
    return switch (phase) {
      // at its end it is looked after once a second, because the end may lie after the last change
      case BETWEEN, FOLLOWING -> changes.isFar();
      case READING -> true;
      case WAITING, TAKING -> !isPaused();
    };
  }

  private boolean isPaused() {
    return System.nanoTime() - notBeforeNanos < 0;
  }

  @Override
  public boolean isAsking() {
    return switch (phase) {
      case WAITING -> place != null && !place.isTaken();
      case TAKING -> taking != null && taking.isPending();
      case READING -> pages.isAsking();
      case BETWEEN, FOLLOWING -> changes.isAsking();
    };
  }

  @Override
  public boolean hasMore() {
    return reset != null
        || switch (phase) {
          case WAITING, TAKING -> !isAsking() && !isPaused();
          case READING -> !isAsking();
          case BETWEEN -> changes.hasMore() || changes.hasReachedEnd();
          case FOLLOWING -> changes.hasMore();
        };
  }

  @Override
  public boolean isAtEnd() {
    return phase == Phase.FOLLOWING && reset == null && changes.isAtEnd();
  }

  @Override
  public long parkedAt() {
    return phase == Phase.FOLLOWING ? changes.parkedAt() : Long.MAX_VALUE;
  }

  @Override
  public void park() {
    changes.park();
  }

  @Override
  public void unpark() {
    changes.unpark();
  }

  @Override
  public CloseReason refusal() {
    return refusal == null && changes != null ? changes.refusal() : refusal;
  }

  @Override
  public Position shown() {
    return phase == Phase.FOLLOWING ? changes.shown() : null;
  }

  @Override
  public boolean startsWithoutPosition() {
    return phase != Phase.FOLLOWING;
  }
}
