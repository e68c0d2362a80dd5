package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.text.RelaxedJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** A collection whose ids are numbers, at whatever moment the test says. */
public final class FakeDocuments implements DocumentSource {

  /** What it holds. */
  public final Map<Integer, BsonDocument> documents = new TreeMap<>();

  /** The keys of the pages that were read. */
  public final List<PageKey> reads = new ArrayList<>();

  /** Thrown by the next reads of pages, one each; null for a read that works. */
  public final Queue<RuntimeException> failures = new ArrayDeque<>();

  /** How many moments were taken. */
  public int taken;

  /** The next moment. */
  public Position position;

  public boolean collated;

  /** How many documents it says there are. */
  public long estimate;

  public FakeDocuments(Position position) {
    this.position = position;
  }

  /** A read that fails in that way; null for one that works. */
  public void failNext(Trouble trouble) {
    failures.add(new DocumentsException(trouble, null));
  }

  /** A document. */
  public void put(int id, String json) {
    BsonDocument document = new BsonDocument("_id", new BsonInt32(id));
    document.putAll(BsonDocument.parse(json));
    documents.put(id, document);
  }

  @Override
  public Snapshot take(Namespace collection) {
    taken++;
    return new Snapshot(
        collection,
        position,
        new BsonBinary(new byte[16]),
        collated,
        estimate,
        estimate * 100,
        System.nanoTime());
  }

  @Override
  public DocumentPage read(PageKey key) {
    reads.add(key);
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    int after = key.after() == null ? Integer.MIN_VALUE : key.after().asInt32().getValue();
    List<DocumentPage.Shown> shown = new ArrayList<>();
    int read = 0;
    BsonInt32 last = (BsonInt32) key.after();
    for (Map.Entry<Integer, BsonDocument> entry : documents.entrySet()) {
      if (entry.getKey() > after && read < key.limit()) {
        read++;
        last = new BsonInt32(entry.getKey());
        RawBsonDocument visible =
            key.view().show(new RawBsonDocument(entry.getValue(), new BsonDocumentCodec()));
        if (visible != null) {
          shown.add(new DocumentPage.Shown(last, RelaxedJson.utf8(visible, 0)));
        }
      }
    }
    return new DocumentPage(shown, last, read < key.limit());
  }
}
