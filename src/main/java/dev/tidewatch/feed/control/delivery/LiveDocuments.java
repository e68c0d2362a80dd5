package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.documents.MomentRequest;
import dev.tidewatch.feed.control.format.DocumentsFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;

/**
 * The documents of a collection, then every change of them, and the documents again when what the
 * reader has is void.
 *
 * <pre>
 *   {@link InitialDocuments} ──"current"──► {@link MessageReader}
 *        ▲     │ void                            │ void: a gap, or a change of the whole collection
 *        └─────┴────────────"reset"──────────────┘
 * </pre>
 *
 * <p>Owned by the dispatcher's thread.
 */
final class LiveDocuments implements Reading {

  /** A reader that has followed for so long may begin again at once. */
  private static final long WELL = Duration.ofMinutes(1).toNanos();

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final DocumentsFormat format;
  private final MomentRequest moment;
  private final Runnable wake;

  // one of them is null: the documents that it is sent, and the changes that follow
  private InitialDocuments documents;
  private MessageReader changes;
  private long followsNanos;
  // what has to be sent before the reader begins again; null if it need not
  private String reset;

  /**
   * Begins.
   *
   * @param wake called on any thread when there may be more to send
   */
  LiveDocuments(Subscribers subscribers, SubscribeRequest request, Runnable wake) {
    this.subscribers = subscribers;
    this.request = request;
    this.format = (DocumentsFormat) request.format();
    this.moment =
        new MomentRequest(subscribers.documents(), request.documents(), request.client(), wake);
    this.wake = wake;
    if (request.after() == null) {
      begin();
    } else {
      // it had all documents before it left
      follow(request);
    }
  }

  private void begin() {
    documents = new InitialDocuments(subscribers, request, moment, wake);
    changes = null;
  }

  private void follow(SubscribeRequest from) {
    documents = null;
    changes = new MessageReader(subscribers, from, wake);
    followsNanos = System.nanoTime();
  }

  private Reading now() {
    return documents != null ? documents : changes;
  }

  @Override
  public OutboundMessage next() {
    settle();
    if (refusal() != null) {
      return null;
    }
    if (reset != null) {
      OutboundMessage message = format.reset(reset);
      beginAgain();
      return message;
    }
    OutboundMessage message = now().next();
    takeVoided();
    if (documents != null && documents.isCurrent()) {
      follow(request.startingAt(documents.own(), format));
    }
    return message == null && reset != null ? next() : message;
  }

  @Override
  public void settle() {
    now().settle();
    takeVoided();
  }

  private void takeVoided() {
    if (reset == null) {
      reset = documents != null ? documents.takeVoided() : changes.takeVoided();
    }
  }

  private void beginAgain() {
    if (documents == null && System.nanoTime() - followsNanos > WELL) {
      moment.forgetPauses();
    }
    moment.startFrom(documents != null ? documents.own() : changes.own());
    leave();
    reset = null;
    begin();
    moment.pause();
  }

  @Override
  public void leave() {
    now().leave();
  }

  @Override
  public OutboundMessage heartbeat() {
    return now().heartbeat();
  }

  @Override
  public boolean isSearching() {
    return now().isSearching();
  }

  @Override
  public boolean isUpToDate() {
    return now().isUpToDate();
  }

  @Override
  public boolean isKnown() {
    return now().isKnown();
  }

  @Override
  public boolean isFar() {
    return now().isFar();
  }

  @Override
  public boolean isAsking() {
    return now().isAsking();
  }

  @Override
  public boolean hasMore() {
    return reset != null || now().hasMore();
  }

  @Override
  public boolean isAtEnd() {
    return reset == null && now().isAtEnd();
  }

  @Override
  public long parkedAt() {
    return now().parkedAt();
  }

  @Override
  public void park() {
    now().park();
  }

  @Override
  public void unpark() {
    now().unpark();
  }

  @Override
  public CloseReason refusal() {
    return now().refusal();
  }

  @Override
  public Position shown() {
    return now().shown();
  }

  @Override
  public boolean startsWithoutPosition() {
    return now().startsWithoutPosition();
  }
}
