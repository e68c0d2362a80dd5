package dev.tidewatch.feed.control.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.tidewatch.config.DocumentSettings;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.mongo.Connections;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.query.Query;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import dev.tidewatch.testing.mongo.ReplicaSet;
import dev.tidewatch.testing.mongo.SentCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Readers of documents on a real MongoDB that is written to meanwhile: at {@code current} each has
 * exactly what the collection had at that position, and then every change once.
 */
class DocumentsIT {

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String DATABASE = "documents_it";
  private static final Namespace COLLECTION = new Namespace(DATABASE, "live");
  private static final BsonDocument QUERY = BsonDocument.parse("{open: true}");
  private static final View OPEN = View.of(List.of(new Grant(Query.parse(QUERY), FieldMask.ALL)));
  private static final DocumentSettings BOUNDS =
      new DocumentSettings(1_000_000, 1L << 30, Duration.ofMinutes(10), 64);

  private final Random random = new Random();
  private final SentCommands commands = new SentCommands();
  private final AtomicLong written = new AtomicLong();
  private final List<Change> truth = new ArrayList<>();
  private MongoConnection mongo;
  private MongoClient client;
  private ChangeStream stream;

  @AfterEach
  void close() {
    if (stream != null) {
      stream.close();
    }
    if (client != null) {
      client.close();
      mongo.client().close();
    }
  }

  @Test
  @NeedsRealMongo
  void everyReaderHasTheCollectionAtItsPositionThenEveryChangeOnce() throws Exception {
    connect(RealMongo.uri());
    fill(3000, "x".repeat(200));
    try (TestFeed feed = feed(false, 1000, BOUNDS).awaitLive()) {
      AtomicBoolean stopped = new AtomicBoolean();
      Thread writer = new Thread(() -> write(stopped, true), "writer");
      writer.start();
      List<DocumentReader> readers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        awaitWrites(random.nextInt(150));
        readers.add(reader(feed, i % 2 == 0 ? Protocol.WEBSOCKET : Protocol.SSE, View.ALL));
      }
      await().atMost(LONG).until(() -> readers.stream().allMatch(r -> r.segments().size() > 0));
      stopped.set(true);
      writer.join();
      BsonValue end = writeEnd();
      readTruthTo(end);
      awaitEnd(readers, end);

      readers.forEach(reader -> check(reader, View.ALL));
      assertThat(readers)
          .allSatisfy(reader -> assertThat(reader.state()).isEqualTo(now(d -> true)));
      // a hundred readers of their own would have read it a hundred times
      assertThat(feed.subscribers().documents().reads().count()).isLessThan(100);
      assertThat(readers).anyMatch(reader -> reader.resets().contains("drop"));
    }
  }

  @Test
  @NeedsRealMongo
  void documentsMoveInAndOutOfWhatAReaderSees() throws Exception {
    connect(RealMongo.uri());
    fill(1500, "x".repeat(200));
    try (TestFeed feed = feed(true, 1000, BOUNDS).awaitLive()) {
      AtomicBoolean stopped = new AtomicBoolean();
      Thread writer = new Thread(() -> write(stopped, false), "writer");
      writer.start();
      List<DocumentReader> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        awaitWrites(100);
        View view = i % 4 < 2 ? OPEN : View.ALL.narrow(Query.parse(QUERY));
        readers.add(reader(feed, i % 2 == 0 ? Protocol.WEBSOCKET : Protocol.SSE, view));
      }
      await().atMost(LONG).until(() -> readers.stream().allMatch(r -> r.segments().size() > 0));
      awaitWrites(500);
      stopped.set(true);
      writer.join();
      BsonValue end = writeEnd();
      readTruthTo(end);
      awaitEnd(readers, end);

      readers.forEach(reader -> check(reader, OPEN));
      Map<String, String> open = now(document -> document.getBoolean("open").getValue());
      assertThat(readers).allSatisfy(reader -> assertThat(reader.state()).isEqualTo(open));
    }
  }

  /** As five minutes would: MongoDB forgets the moment between two pages of a slow reader. */
  @Test
  @NeedsRealMongo
  void whatIsTooOldIsReadInParts() throws Exception {
    connect(RealMongo.uri());
    fill(3000, "x".repeat(1000));
    try (TestFeed feed = feed(false, 1000, BOUNDS).awaitLive()) {
      List<Steps> steps = List.of(new Steps(), new Steps());
      List<DocumentReader> readers =
          List.of(
              new DocumentReader(
                  feed.subscribers(), Protocol.WEBSOCKET, COLLECTION, View.ALL, steps.get(0)),
              new DocumentReader(
                  feed.subscribers(), Protocol.SSE, COLLECTION, View.ALL, steps.get(1)));
      for (int i = 0; i < 2; i++) {
        awaitDocuments(readers.get(i), steps.get(i));
      }
      AtomicBoolean stopped = new AtomicBoolean();
      Thread writer = new Thread(() -> write(stopped, false), "writer");
      writer.start();
      BsonDocument forgotten =
          BsonDocument.parse("{find: 'live', limit: 1, readConcern: {level: 'snapshot'}}");
      BsonDocument cursor =
          client
              .getDatabase(DATABASE)
              .runCommand(forgotten, BsonDocument.class)
              .getDocument("cursor");
      forgotten.getDocument("readConcern").put("atClusterTime", cursor.get("atClusterTime"));
      window(0);
      try {
        await().atMost(LONG).until(() -> isRefused(forgotten));
      } finally {
        window(300);
      }
      // of so many, some are of documents that were sent
      awaitWrites(500);
      stopped.set(true);
      writer.join();
      BsonValue end = writeEnd();
      steps.forEach(Steps::open);
      awaitEnd(readers, end);
      readTruthTo(end);

      readers.forEach(
          reader -> {
            check(reader, View.ALL);
            assertThat(reader.resets()).isEmpty();
            // the changes of what it had, then the rest
            assertThat(reader.kinds())
                .containsSubsequence("documents", "changes", "documents", "current");
          });
    }
  }

  @Test
  @NeedsMongod
  void aCrashOfThePrimaryBetweenTwoPagesChangesNothing() throws Exception {
    try (ReplicaSet set = ReplicaSet.start(3)) {
      connect(set.uri() + "&w=majority&retryWrites=true");
      fill(3000, "x".repeat(1000));
      try (TestFeed feed = feed(false, 1000, BOUNDS).awaitLive()) {
        Steps steps = new Steps();
        DocumentReader reader =
            new DocumentReader(feed.subscribers(), Protocol.WEBSOCKET, COLLECTION, View.ALL, steps);
        awaitDocuments(reader, steps);
        AtomicBoolean stopped = new AtomicBoolean();
        Thread writer = new Thread(() -> write(stopped, false), "writer");
        writer.start();
        int primary = set.awaitPrimary();
        set.kill(primary);
        set.awaitPrimary();
        awaitWrites(200);
        stopped.set(true);
        writer.join();
        BsonValue end = writeEnd();
        steps.open();
        awaitEnd(List.of(reader), end);
        readTruthTo(end);

        check(reader, View.ALL);
        assertThat(reader.resets()).isEmpty();
        assertThat(reader.state()).isEqualTo(now(document -> true));
      }
    }
  }

  @Test
  @NeedsRealMongo
  void equalReadersShareTheirReadsAndASlowOneHoldsTwoPages() {
    connect(RealMongo.uri());
    fill(1500, "x".repeat(1000));
    try (TestFeed feed = feed(false, 1000, BOUNDS).awaitLive()) {
      commands.clear();
      Steps steps = new Steps();
      DocumentReader slow =
          new DocumentReader(feed.subscribers(), Protocol.WEBSOCKET, COLLECTION, View.ALL, steps);
      awaitDocuments(slow, steps);
      await().atMost(LONG).until(() -> feed.subscribers().documents().reads().count() == 2);
      List<DocumentReader> readers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        readers.add(reader(feed, i % 2 == 0 ? Protocol.WEBSOCKET : Protocol.SSE, View.ALL));
      }
      await().atMost(LONG).until(() -> readers.stream().allMatch(DocumentReader::isCurrent));

      // one to learn the moment, and three pages of 512 KiB; again every 10 s
      assertThat(commands.count("find")).isBetween(3, 25);
      assertThat(commands.all("getMore"))
          .noneMatch(command -> command.getString("collection").getValue().equals("live"));
      assertThat(slow.messages()).isEqualTo(2);
      readers.forEach(reader -> assertThat(reader.problems()).isEmpty());
      assertThat(readers.get(0).state()).isEqualTo(now(document -> true)).hasSize(1500);
      slow.leave();
    }
  }

  /** A client that takes a message when the test lets it. */
  private static final class Steps implements Executor {

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    private volatile boolean open;

    @Override
    public void execute(Runnable completion) {
      waiting.add(completion);
      if (open) {
        step();
      }
    }

    /** Takes every message from now on. */
    void open() {
      open = true;
      step();
    }

    boolean hasOne() {
      return !waiting.isEmpty();
    }

    /** Takes one, if there is one. */
    void step() {
      Runnable completion = waiting.poll();
      if (completion != null) {
        completion.run();
      }
    }
  }

  /** Lets a reader take the greeting, and waits for the first documents, which it does not take. */
  private static void awaitDocuments(DocumentReader reader, Steps steps) {
    await().atMost(LONG).until(steps::hasOne);
    steps.step();
    await().atMost(LONG).until(() -> reader.kinds().contains("documents"));
  }

  private boolean isRefused(BsonDocument find) {
    try {
      client.getDatabase(DATABASE).runCommand(find);
      return false;
    } catch (com.mongodb.MongoCommandException e) {
      return e.getErrorCode() == 239;
    }
  }

  private void window(int seconds) {
    client
        .getDatabase("admin")
        .runCommand(
            BsonDocument.parse(
                "{setParameter: 1, minSnapshotHistoryWindowInSeconds: " + seconds + "}"));
  }

  /** Waits until so much more was written. */
  private void awaitWrites(int count) {
    long moment = written.get() + count;
    await().atMost(LONG).pollInterval(Duration.ofMillis(2)).until(() -> written.get() >= moment);
  }

  private void connect(String uri) {
    mongo = Connections.to(uri);
    client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(new com.mongodb.ConnectionString(uri))
                .addCommandListener(commands)
                .build());
    client.getDatabase(DATABASE).drop();
    create();
    stream =
        ChangeStream.watch(
            WatchTarget.database(client, DATABASE),
            ChangeStreamOptions.builder().fullDocument("required").build());
    stream.open();
  }

  private void create() {
    client
        .getDatabase(DATABASE)
        .createCollection(
            COLLECTION.collection(),
            new CreateCollectionOptions()
                .changeStreamPreAndPostImagesOptions(
                    new ChangeStreamPreAndPostImagesOptions(true)));
  }

  private MongoCollection<BsonDocument> collection() {
    return client.getDatabase(DATABASE).getCollection(COLLECTION.collection(), BsonDocument.class);
  }

  private TestFeed feed(boolean images, int logEntries, DocumentSettings bounds) {
    return DocumentFeeds.start(COLLECTION, images, logEntries, bounds, mongo, client);
  }

  private static DocumentReader reader(TestFeed feed, Protocol protocol, View view) {
    return new DocumentReader(feed.subscribers(), protocol, COLLECTION, view, Runnable::run);
  }

  /** Ids of several types, which MongoDB sorts by type. */
  private static BsonValue id(int n) {
    return switch (n % 5) {
      case 0 -> new BsonInt32(n);
      case 1 -> new BsonString("s" + n);
      case 2 -> new BsonDocument("n", new BsonInt32(n));
      case 3 -> new BsonDouble(n + 0.5);
      default -> new BsonDateTime(n * 1000L);
    };
  }

  private static BsonDocument document(int n, int version, String text) {
    return new BsonDocument("_id", id(n))
        .append("open", org.bson.BsonBoolean.valueOf((n + version) % 2 == 0))
        .append("v", new BsonInt32(version))
        .append("text", new BsonString(text));
  }

  private void fill(int count, String text) {
    List<BsonDocument> documents = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      documents.add(document(n, 0, text));
    }
    collection().insertMany(documents);
  }

  /** Writes without a pause until it is stopped. */
  private void write(AtomicBoolean stopped, boolean drops) {
    Random own = new Random();
    for (int i = 1; !stopped.get(); i++) {
      written.incrementAndGet();
      try {
        if (drops && i % 4000 == 0) {
          collection().drop();
          create();
          fill(300, "again");
        } else if (i % 50 == 0) {
          transaction(own, i);
        } else {
          write(null, own.nextInt(4000), own.nextInt(10), i);
        }
      } catch (com.mongodb.MongoException e) {
        // the primary changes, or a transaction meets another write
      }
    }
  }

  private void transaction(Random own, int i) {
    try (ClientSession session = client.startSession()) {
      session.startTransaction();
      for (int k = 0; k < 5; k++) {
        write(session, own.nextInt(4000), own.nextInt(10), i);
      }
      session.commitTransaction();
    }
  }

  private void write(ClientSession session, int n, int kind, int i) {
    BsonDocument filter = new BsonDocument("_id", id(n));
    BsonDocument set = BsonDocument.parse("{$set: {open: " + (i % 2 == 0) + ", v: " + i + "}}");
    BsonDocument whole = document(n, i, "replaced");
    com.mongodb.client.model.ReplaceOptions upsert =
        new com.mongodb.client.model.ReplaceOptions().upsert(session == null);
    if (kind < 2) {
      if (session == null) {
        collection().deleteOne(filter);
      } else {
        collection().deleteOne(session, filter);
      }
    } else if (kind < 5) {
      if (session == null) {
        collection().replaceOne(filter, whole, upsert);
      } else {
        collection().replaceOne(session, filter, whole, upsert);
      }
    } else if (session == null) {
      collection().updateOne(filter, set);
    } else {
      collection().updateOne(session, filter, set);
    }
  }

  private BsonValue writeEnd() {
    BsonString id = new BsonString("zz-end-" + random.nextLong());
    collection()
        .withWriteConcern(com.mongodb.WriteConcern.MAJORITY)
        .insertOne(new BsonDocument("_id", id).append("open", org.bson.BsonBoolean.TRUE));
    return id;
  }

  private void readTruthTo(BsonValue end) {
    while (true) {
      Optional<RawBsonDocument> event = stream.tryNext();
      if (event.isPresent()) {
        Change change = Change.of(event.get());
        truth.add(change);
        if (change.documentId().filter(end::equals).isPresent()) {
          return;
        }
      }
    }
  }

  private static void awaitEnd(List<DocumentReader> readers, BsonValue end) {
    String id = DocumentReader.text(end);
    await()
        .atMost(LONG)
        .until(() -> readers.stream().allMatch(r -> r.isCurrent() && r.state().containsKey(id)));
  }

  /** What the collection holds now. */
  private Map<String, String> now(Predicate<BsonDocument> seen) {
    Map<String, String> documents = new TreeMap<>();
    for (BsonDocument document : collection().find()) {
      if (seen.test(document)) {
        documents.put(DocumentReader.text(document.get("_id")), DocumentReader.text(document));
      }
    }
    return documents;
  }

  /** Each state at {@code current}, and which changes came after it. */
  private void check(DocumentReader reader, View view) {
    assertThat(reader.problems()).isEmpty();
    for (DocumentReader.Segment segment : reader.segments()) {
      assertThat(segment.state).isEqualTo(at(segment.position, view));
      if (view == View.ALL && !segment.changes.isEmpty()) {
        Position last = segment.changes.get(segment.changes.size() - 1);
        assertThat(segment.changes).containsExactlyElementsOf(between(segment.position, last));
      }
    }
  }

  private List<Position> between(Position after, Position last) {
    return truth.stream()
        .filter(change -> !change.operationType().equals("invalidate"))
        .map(Change::position)
        .filter(position -> position.isAfter(after) && !position.isAfter(last))
        .toList();
  }

  private Map<String, String> at(Position position, View view) {
    Map<String, String> documents = new TreeMap<>();
    for (Change change : truth) {
      if (change.position().isAfter(position)) {
        break;
      }
      switch (change.operationType()) {
        case "insert", "update", "replace" -> {
          RawBsonDocument image = (RawBsonDocument) change.document().getDocument("fullDocument");
          String id = DocumentReader.text(change.documentId().orElseThrow());
          if (view.show(image) == null) {
            documents.remove(id);
          } else {
            documents.put(id, DocumentReader.text(image.decode(new BsonDocumentCodec())));
          }
        }
        case "delete" -> documents.remove(DocumentReader.text(change.documentId().orElseThrow()));
        default -> documents.clear();
      }
    }
    return documents;
  }
}
