package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonValue;

/**
 * A program's request for one page of documents. No thread blocks meanwhile.
 *
 * <p>Thread-safe. Bound: {@link #MOST_BYTES}, which the last document may exceed.
 */
public final class PageRequest {

  /** The bytes after which a page ends. */
  static final long MOST_BYTES = 8 << 20;

  private final FeedDocuments documents;
  private final Namespace collection;
  private final View view;
  private final int limit;
  private final boolean continues;
  private final CompletableFuture<Result> answer = new CompletableFuture<>();

  // guarded by this
  private DocumentPlaces.Place place;
  private Snapshot snapshot;
  private BsonValue after;
  private final List<DocumentPage.Shown> shown = new ArrayList<>();
  private long bytes;
  private Runnable withdraw = () -> {};
  private boolean over;

  /**
   * A page.
   *
   * @param position where the changes of the documents begin
   * @param next the next page; null if there is none
   */
  public record Result(List<byte[]> documents, Position position, PageToken next) {}

  /**
   * A request that has not begun.
   *
   * @param view what is seen of the documents
   * @param from the page; null for the first
   * @param limit the most documents
   */
  public PageRequest(
      FeedDocuments documents, Namespace collection, View view, PageToken from, int limit) {
    this.documents = documents;
    this.collection = collection;
    this.view = view;
    this.limit = limit;
    this.continues = from != null;
    this.snapshot = continues ? from.snapshot() : null;
    this.after = continues ? from.after() : null;
  }

  /**
   * Requests the page. Does not block.
   *
   * @param client the program's network; null if unknown
   * @return fails with {@link DocumentsException}
   */
  public CompletionStage<Result> begin(String client) {
    boolean taken;
    synchronized (this) {
      place = documents.places().ask(client, this::begin);
      taken = place.isTaken();
    }
    if (taken) {
      begin();
    }
    return answer;
  }

  private void begin() {
    synchronized (this) {
      // the place is known now, and cancelled requests have left it
      if (over) {
        return;
      }
    }
    if (continues) {
      read();
    } else {
      await(documents.reads().newSnapshot(collection, this::begin));
    }
  }

  private void begin(Answer<Snapshot> taken) {
    if (taken.trouble() != null) {
      fail(taken.trouble());
      return;
    }
    synchronized (this) {
      snapshot = taken.value();
    }
    read();
  }

  private void read() {
    await(documents.reads().page(new PageKey(snapshot, view, after, limit), null, this::take));
  }

  private void take(Answer<DocumentPage> read) {
    if (read.trouble() == Trouble.TOO_OLD && !continues && shown.isEmpty()) {
      // a collection was created or dropped at this moment
      await(documents.reads().newSnapshot(collection, this::begin));
    } else if (read.trouble() != null) {
      fail(read.trouble());
    } else if (gather(read.value())) {
      read();
    }
  }

  /** Returns whether the next page has to be read, because too much of this one is hidden. */
  private boolean gather(DocumentPage page) {
    boolean more = !page.isEnd();
    synchronized (this) {
      if (over) {
        return false;
      }
      after = page.last();
      for (DocumentPage.Shown document : page.documents()) {
        if (isFull()) {
          more = true;
          break;
        }
        shown.add(document);
        bytes += document.json().length;
      }
      if (more && !isFull()) {
        return true;
      }
    }
    List<byte[]> json = shown.stream().map(DocumentPage.Shown::json).toList();
    PageToken next = more ? new PageToken(snapshot, shown.get(shown.size() - 1).id()) : null;
    if (end()) {
      answer.complete(new Result(json, snapshot.position(), next));
    }
    return false;
  }

  private boolean isFull() {
    return shown.size() == limit || bytes >= MOST_BYTES;
  }

  private void fail(Trouble trouble) {
    if (end()) {
      answer.completeExceptionally(new DocumentsException(trouble, null));
    }
  }

  private void await(Runnable withdrawal) {
    boolean late;
    synchronized (this) {
      withdraw = withdrawal;
      late = over;
    }
    if (late) {
      withdrawal.run();
    }
  }

  /** Ends the request without an answer. May be repeated. */
  public void cancel() {
    end();
  }

  private boolean end() {
    Runnable withdrawal;
    DocumentPlaces.Place left;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      withdrawal = withdraw;
      left = place;
    }
    left.leave();
    withdrawal.run();
    return true;
  }
}
