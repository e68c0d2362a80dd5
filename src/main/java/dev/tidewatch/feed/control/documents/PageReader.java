package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.format.DocumentsFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.view.View;
import org.bson.BsonValue;

/**
 * The documents of a collection for one reader, page by page. It holds the page that is sent and
 * the next one, which is read meanwhile.
 *
 * <p>Owned by the dispatcher's thread.
 */
public final class PageReader {

  private final FeedDocuments documents;
  private final View view;
  private final DocumentsFormat format;
  private final Runnable wake;

  // the page that is sent; null if there is none yet, or if it was sent
  private DocumentPage page;
  private int next;
  // what is read after it, and what was read before
  private PageKey key;
  private Pending<DocumentPage> pending;
  private BsonValue last;
  private boolean end;
  private boolean answered;
  private boolean moved;
  private long count;
  private long bytes;

  /**
   * No page yet.
   *
   * @param view what the reader sees of the documents
   * @param wake called on any thread when a page has come
   */
  public PageReader(FeedDocuments documents, View view, DocumentsFormat format, Runnable wake) {
    this.documents = documents;
    this.view = view;
    this.format = format;
    this.wake = wake;
  }

  /**
   * Takes the next page if it has come, and requests the one after it.
   *
   * @param snapshot the moment to read
   * @return why the next page cannot be had; null if it can
   */
  public Trouble settle(Snapshot snapshot) {
    if (page != null && next < page.messages(format).size() || end) {
      return null;
    }
    page = null;
    if (pending == null) {
      ask(new PageKey(snapshot, view, last, snapshot.pageSize()));
    }
    Answer<DocumentPage> answer = pending.answer();
    if (answer == null) {
      return null;
    }
    pending = null;
    answered = true;
    if (answer.trouble() != null) {
      return answer.trouble();
    }
    take(answer.value());
    return null;
  }

  private void take(DocumentPage taken) {
    page = taken;
    next = 0;
    last = taken.last();
    moved = true;
    end = taken.isEnd();
    count += taken.documents().size();
    bytes += taken.bytes();
    if (!end) {
      ask(key.next(taken));
    }
  }

  private void ask(PageKey wanted) {
    key = wanted;
    pending = new Pending<>(wake);
    pending.begin(documents.reads().page(wanted, format, pending));
  }

  /** The next message; null if there is none now. */
  public OutboundMessage next() {
    return page == null || next == page.messages(format).size()
        ? null
        : page.messages(format).get(next++);
  }

  /** Whether every document was sent. */
  public boolean isAtEnd() {
    return end && (page == null || next == page.messages(format).size());
  }

  /** Whether the next page is being read, and nothing can be sent before it comes. */
  public boolean isAsking() {
    boolean sent = page == null || next == page.messages(format).size();
    return sent && pending != null && pending.isPending();
  }

  /** Whether a page was asked for and answered. */
  public boolean hasAnswer() {
    return answered;
  }

  /** Whether a page was read since this was last asked. */
  public boolean hasMoved() {
    boolean has = moved;
    moved = false;
    return has;
  }

  /** The {@code _id} up to which documents were read; null if none was. */
  public BsonValue last() {
    return last;
  }

  /** How many documents there were so far. */
  public long count() {
    return count;
  }

  /** Whether the reader has been sent more than it may. */
  public boolean isBeyondBounds() {
    return count > documents.bounds().max() || bytes > documents.bounds().bytes();
  }

  /** Whether a reader that sees the whole collection would be sent more than it may. */
  public boolean isBeyondBounds(Snapshot snapshot) {
    return view.candidates().isEmpty()
        && (snapshot.documents() > documents.bounds().max()
            || snapshot.bytes() > documents.bounds().bytes());
  }

  /** Withdraws what is pending, and holds no page any more. */
  public void leave() {
    if (pending != null) {
      pending.withdraw();
      pending = null;
    }
    page = null;
  }
}
