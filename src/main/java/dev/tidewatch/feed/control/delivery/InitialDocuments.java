package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.documents.Answer;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.documents.MomentRequest;
import dev.tidewatch.feed.control.documents.PageReader;
import dev.tidewatch.feed.control.documents.Snapshot;
import dev.tidewatch.feed.control.filter.EntryRange;
import dev.tidewatch.feed.control.format.DocumentsFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;

/**
 * The documents of a collection, once, up to the message {@code current}.
 *
 * <pre>
 *   WAITING ──a place──► TAKING ──a moment──► READING ──the last page──► CURRENT
 *                         ▲   │                  │
 *                         │   └─► BETWEEN ───────┤ the moment is too old,
 *                         └──────────────────────┘ and documents were sent
 * </pre>
 *
 * <p>BETWEEN sends the changes between two moments of the documents that were sent already; READING
 * then goes on after the last of them at the later moment.
 *
 * <p>Owned by the dispatcher's thread.
 */
final class InitialDocuments implements Reading {

  private enum Phase {
    WAITING,
    TAKING,
    BETWEEN,
    READING,
    CURRENT
  }

  /** Sent if the moment is too old and the documents cannot be read in parts. */
  private static final String TOO_OLD = "snapshot-too-old";

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final DocumentsFormat format;
  private final MomentRequest moment;
  private final Runnable wake;
  private final PageReader pages;

  private Phase phase = Phase.WAITING;
  private Snapshot snapshot;
  // what reads the changes between two moments, while there are any to send
  private MessageReader between;
  // why what was sent is void; null if it is not
  private String voided;
  private CloseReason refusal;

  /**
   * Nothing is sent yet.
   *
   * @param moment how it comes to a moment
   * @param wake called on any thread when there may be more to send
   */
  InitialDocuments(
      Subscribers subscribers, SubscribeRequest request, MomentRequest moment, Runnable wake) {
    FeedDocuments documents = subscribers.documents();
    this.subscribers = subscribers;
    this.request = request;
    this.format = (DocumentsFormat) request.format();
    this.moment = moment;
    this.wake = wake;
    this.pages = new PageReader(documents, request.view(), format, wake);
  }

  @Override
  public OutboundMessage next() {
    settle();
    if (refusal != null || voided != null) {
      return null;
    }
    return switch (phase) {
      case WAITING, TAKING, CURRENT -> null;
      case BETWEEN -> ofChanges();
      case READING -> ofDocuments();
    };
  }

  @Override
  public void settle() {
    if (phase == Phase.WAITING && moment.takesPlace()) {
      phase = Phase.TAKING;
    }
    if (phase == Phase.TAKING) {
      take();
    }
    if (phase == Phase.BETWEEN && between.hasReachedEnd()) {
      between.leave();
      between = null;
      phase = Phase.READING;
    }
    if (phase == Phase.READING) {
      read();
    }
    if (between != null) {
      between.settle();
    }
    if (moment.isOverdue()) {
      refuse(CloseReason.SLOW_DOCUMENTS);
    }
  }

  private void take() {
    Answer<Snapshot> answer = moment.settle();
    if (answer == null) {
      return;
    }
    if (answer.trouble() != null) {
      refuse(reason(answer.trouble()));
    } else {
      begin(answer.value());
    }
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
      voided = TOO_OLD;
    } else {
      EntryRange range = new EntryRange(taken.position(), pages.last());
      between =
          new MessageReader(
              subscribers,
              request.startingAt(earlier.position(), format.beforeCurrent()),
              range,
              wake);
      phase = Phase.BETWEEN;
    }
  }

  private void read() {
    Trouble trouble = pages.settle(snapshot);
    if (trouble == Trouble.TOO_OLD) {
      moment.startFrom(snapshot.position());
      phase = Phase.TAKING;
      if (!pages.hasMoved()) {
        moment.pause();
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

  private void refuse(CloseReason reason) {
    refusal = reason;
    leave();
  }

  private OutboundMessage ofDocuments() {
    OutboundMessage message = pages.next();
    if (message != null || !pages.isAtEnd()) {
      return message;
    }
    phase = Phase.CURRENT;
    moment.leave();
    return format.current(snapshot.position(), pages.count());
  }

  private OutboundMessage ofChanges() {
    OutboundMessage message = between.next();
    voided = between.takeVoided();
    if (message == null && voided == null) {
      between.isUpToDate();
      if (between.hasReachedEnd()) {
        return next();
      }
    }
    return message;
  }

  /** Whether everything was sent, as of {@link #own}. */
  boolean isCurrent() {
    return phase == Phase.CURRENT;
  }

  /** The position up to which the reader has what was sent; stays within the server. */
  Position own() {
    return between == null ? snapshot.position() : between.own();
  }

  /** Why what was sent is void since it was last asked; null if it is not. */
  String takeVoided() {
    String reason = voided;
    voided = null;
    return reason;
  }

  @Override
  public void leave() {
    moment.leave();
    pages.leave();
    if (between != null) {
      between.leave();
    }
  }

  @Override
  public OutboundMessage heartbeat() {
    return format.waiting();
  }

  /** Also if a page holds nothing that the reader may see, and the next one has come. */
  @Override
  public boolean isSearching() {
    return phase == Phase.READING
        ? refusal == null && !pages.isAsking()
        : between != null && between.isSearching();
  }

  @Override
  public boolean isUpToDate() {
    return false;
  }

  /** As soon as the documents can be read, or it has to wait for its place. */
  @Override
  public boolean isKnown() {
    return switch (phase) {
      case WAITING, TAKING -> moment.hadToWait();
      case READING -> moment.hadToWait() || pages.hasAnswer();
      case BETWEEN, CURRENT -> true;
    };
  }

  @Override
  public boolean isFar() {
    return switch (phase) {
      // at its end it is looked after once a second, because the end may lie after the last change
      case BETWEEN -> between.isFar();
      case READING, CURRENT -> true;
      case WAITING, TAKING -> !moment.isPaused();
    };
  }

  @Override
  public boolean isAsking() {
    return switch (phase) {
      case WAITING, TAKING, CURRENT -> moment.isAsking();
      case READING -> pages.isAsking();
      case BETWEEN -> between.isAsking();
    };
  }

  @Override
  public boolean hasMore() {
    return switch (phase) {
      case WAITING, TAKING -> !moment.isAsking() && !moment.isPaused();
      case READING -> !pages.isAsking();
      case BETWEEN -> between.hasMore() || between.hasReachedEnd();
      case CURRENT -> true;
    };
  }

  @Override
  public boolean isAtEnd() {
    return false;
  }

  @Override
  public CloseReason refusal() {
    return refusal == null && between != null ? between.refusal() : refusal;
  }

  @Override
  public Position shown() {
    return null;
  }

  @Override
  public boolean startsWithoutPosition() {
    return true;
  }
}
