package dev.tidewatch.feed.control.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Updates;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.source.CollectionSource;
import dev.tidewatch.feed.control.source.ConfiguredStreamSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.StreamOpening;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.RandomWriter;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.mongo.Connections;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.query.Query;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import dev.tidewatch.testing.mongo.SentCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Readers whose history MongoDB selects get what they would get if it sent everything. */
@NeedsRealMongo
class ServerFilterIT {

  private static final long SEED =
      Long.getLong("tidewatch.views.seed", System.nanoTime() & 0xFFFFFF);
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String DATABASE = "server_filter_it";
  private static final int LOG = 100_000;

  private static final String[] WHERE = {
    "{}",
    "{}",
    "{owner: 'ann'}",
    "{owner: {$ne: 'ann'}}",
    "{n: {$gt: 4}}",
    "{n: null}",
    "{'a.n': {$lt: 5}}",
    "{'b.c': {$exists: true}}",
    "{'a.b.0': {$exists: true}}",
    "{_id: {$gte: 'I5'}}",
    "{$or: [{owner: 'eve'}, {n: 3}]}",
    "{$nor: [{owner: 'eve'}, {'c.0.b': {$type: 'string'}}]}",
    "{a: {$elemMatch: {b: {$exists: true}}}}"
  };
  private static final String[] OPERATIONS = {"insert", "update", "replace", "delete", "drop"};
  private static final String[] NAMES = {"one", "two", "other"};

  private static MongoClient clockClient;
  private static MongoCollection<Document> clock;

  private final Random random = new Random(SEED);

  /** A reader of the first protocol that keeps what it is sent. */
  private static final class Reader implements Sink {

    private final List<BsonDocument> changes = new CopyOnWriteArrayList<>();
    private final List<CloseReason> closed = new CopyOnWriteArrayList<>();
    private final Runnable leave;
    private volatile boolean current;

    Reader(TestFeed feed, View view, ChangeFilter filter, Position after) {
      leave =
          feed.subscribers()
              .subscribe(
                  SubscribeRequest.of(this, Protocol.WEBSOCKET, new V1Format("f"), filter, after)
                      .seeing(view),
                  () -> {});
    }

    @Override
    public void send(OutboundMessage message, Consumer<Throwable> done) {
      for (String text : message.texts()) {
        BsonDocument parsed = BsonDocument.parse(text);
        switch (parsed.getString("type").getValue()) {
          case "changes" ->
              parsed.getArray("changes").forEach(change -> changes.add(change.asDocument()));
          case "gap" -> changes.add(parsed);
          default -> {}
        }
      }
      done.accept(null);
    }

    @Override
    public void reached(Position position, boolean upToDate) {
      current |= upToDate;
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseReason reason) {
      closed.add(reason);
    }

    List<BsonDocument> all() {
      await()
          .atMost(LONG)
          .until(
              () -> {
                tick();
                return current || !closed.isEmpty();
              });
      assertThat(closed).isEmpty();
      leave.run();
      return changes;
    }
  }

  /** Writes elsewhere, because a stream of an idle server does not reach a log that begins now. */
  private static void tick() {
    clock.insertOne(new Document());
  }

  @BeforeAll
  static void connect() {
    clockClient = MongoClients.create(RealMongo.uri());
    clock = clockClient.getDatabase(DATABASE + "_clock").getCollection("ticks");
  }

  @AfterAll
  static void disconnect() {
    clock.drop();
    clockClient.close();
  }

  /** Readers that have to get the same, each of another feed. */
  private record Comparison(String name, List<Reader> readers) {

    Comparison(View view, ChangeFilter filter, Position after, List<TestFeed> feeds) {
      this(
          view + " " + filter + " after " + after.data(),
          feeds.stream().map(feed -> new Reader(feed, view, filter, after)).toList());
    }

    int check() {
      List<BsonDocument> expected = readers.get(0).all();
      for (Reader reader : readers) {
        assertThat(reader.all()).as(name).isEqualTo(expected);
      }
      return expected.size();
    }
  }

  private static Position position(BsonDocument entry) {
    return Position.ofId(entry.getString("id").getValue());
  }

  @Test
  void whatAReaderGetsDoesNotDependOnWhatMongoSelects() {
    System.out.println("tidewatch.views.seed=" + SEED);
    MongoConnection mongo = Connections.to(RealMongo.uri());
    try (MongoClient client = mongo.client()) {
      client.getDatabase(DATABASE).drop();
      RandomWriter writer = new RandomWriter(client, DATABASE, random);
      Position start = now(client);
      try (TestFeed live = feed(mongo, List.of(), LOG).awaitLive()) {
        for (int i = 0; i < 300; i++) {
          writer.write();
        }
        String end = writer.writeEnd().getValue();
        Reader everything = new Reader(live, View.ALL, ChangeFilter.NONE, start);
        await().atMost(LONG).until(() -> everything.changes.toString().contains(end));
        List<BsonDocument> all = everything.all();
        // logs that begin here; a stage that alters events, if only in name, lets all be sent
        try (TestFeed selected = feed(mongo, List.of(), LOG).awaitLive();
            TestFeed sent =
                feed(mongo, List.of(BsonDocument.parse("{$unset: 'none'}")), LOG).awaitLive()) {
          int matched = 0;
          for (int i = 0; i < 8; i++) {
            List<Comparison> cases = new ArrayList<>();
            for (int k = 0; k < CatchUp.MAX_FILTERS; k++) {
              // mostly an event that the reader is not sent, and MongoDB then does not find
              Position after = k == 0 ? start : position(all.get(random.nextInt(all.size())));
              cases.add(new Comparison(view(), filter(all), after, List.of(live, selected, sent)));
            }
            for (Comparison one : cases) {
              matched += one.check();
            }
          }
          assertThat(matched).isGreaterThan(50);
        }
      }
    }
  }

  private View view() {
    Query where = Query.parse(BsonDocument.parse(WHERE[random.nextInt(WHERE.length)]));
    View granted =
        random.nextInt(3) > 0
            ? View.ALL
            : View.of(
                List.of(
                    new Grant(
                        Query.parse(BsonDocument.parse(WHERE[random.nextInt(WHERE.length)])),
                        Grant.ALL.fields())));
    return granted.narrow(where);
  }

  private ChangeFilter filter(List<BsonDocument> all) {
    List<String> operations = new ArrayList<>();
    List<String> namespaces = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      operations.add(OPERATIONS[random.nextInt(OPERATIONS.length)]);
      operations.add(OPERATIONS[random.nextInt(OPERATIONS.length)]);
    }
    if (random.nextInt(4) == 0) {
      namespaces.add(DATABASE + "." + NAMES[random.nextInt(NAMES.length)]);
    }
    if (random.nextInt(4) == 0) {
      for (int i = 0; i < 5; i++) {
        BsonDocument change = all.get(random.nextInt(all.size())).getDocument("change");
        if (change.containsKey("documentKey")) {
          keys.add(change.getDocument("documentKey").getString("_id").getValue());
        }
      }
    }
    return ChangeFilter.of(operations, namespaces, keys);
  }

  @Test
  void mongoSendsWhatMatchesAlone() {
    int changes = 20_000;
    SentCommands commands = new SentCommands();
    try (MongoClient client = listened(commands)) {
      MongoCollection<Document> collection = client.getDatabase(DATABASE).getCollection("many");
      collection.drop();
      Position start = now(client);
      for (int n = 0; n < changes; n += 1000) {
        collection.insertMany(
            IntStream.range(n, n + 1000)
                .mapToObj(i -> new Document("_id", i).append("padding", "x".repeat(200)))
                .toList());
      }
      List<String> keys = IntStream.range(0, 10).mapToObj(i -> "" + i * changes / 10).toList();
      ChangeFilter filter = ChangeFilter.of(List.of(), List.of(), keys);
      long[] events = new long[2];
      long[] millis = new long[2];
      for (int i = 0; i < 2; i++) {
        List<BsonDocument> pipeline =
            i == 0 ? List.of() : List.of(BsonDocument.parse("{$unset: 'none'}"));
        try (TestFeed feed = feed(client, "many", pipeline).awaitLive()) {
          commands.clear();
          long began = System.nanoTime();
          assertThat(new Reader(feed, View.ALL, filter, start).all()).hasSize(10);
          millis[i] = (System.nanoTime() - began) / 1_000_000;
          events[i] = commands.events();
        }
      }
      System.out.printf(
          "%d changes, 10 of them wanted: %d events and %d ms, %d events and %d ms unselected%n",
          changes, events[0], millis[0], events[1], millis[1]);
      // the drop before them, and what is looked up
      assertThat(events[0]).isLessThan(20);
      assertThat(events[1]).isGreaterThanOrEqualTo(changes);
    }
  }

  @Test
  void mongoSelectsByDocumentsToo() {
    SentCommands commands = new SentCommands();
    try (MongoClient client = listened(commands)) {
      client.getDatabase(DATABASE).getCollection("owned").drop();
      client
          .getDatabase(DATABASE)
          .createCollection(
              "owned",
              new CreateCollectionOptions()
                  .changeStreamPreAndPostImagesOptions(
                      new ChangeStreamPreAndPostImagesOptions(true)));
      MongoCollection<Document> collection = client.getDatabase(DATABASE).getCollection("owned");
      Position start = now(client);
      collection.insertMany(
          IntStream.range(0, 500)
              .mapToObj(i -> new Document("_id", i).append("owner", i == 7 ? "ann" : "bob"))
              .toList());
      collection.updateMany(new Document(), Updates.set("n", 1));
      collection.updateOne(new Document("_id", 8), Updates.set("owner", "ann"));
      collection.updateOne(new Document("_id", 7), Updates.set("owner", "bob"));
      collection.updateOne(new Document("_id", 9), Updates.set("owner", "eve"));
      collection.deleteOne(new Document("_id", 8));
      View view = View.ALL.narrow(Query.parse(BsonDocument.parse("{owner: 'ann'}")));
      try (TestFeed feed = feed(client, "owned", List.of()).awaitLive()) {
        commands.clear();

        assertThat(new Reader(feed, view, ChangeFilter.NONE, start).all())
            .extracting(entry -> entry.getDocument("change").containsKey("leave"))
            .containsExactly(false, false, false, true, true);
        // and the update of an owner to another
        assertThat(commands.events()).isEqualTo(6);
      }
    }
  }

  /** A query has no collation, and neither has a change stream. */
  @Test
  void theCollationOfACollectionDecidesNothing() {
    MongoConnection mongo = Connections.to(RealMongo.uri());
    try (MongoClient client = mongo.client()) {
      client.getDatabase(DATABASE).drop();
      client
          .getDatabase(DATABASE)
          .createCollection(
              "words",
              new CreateCollectionOptions()
                  .collation(Collation.builder().locale("en").caseLevel(false).build())
                  .changeStreamPreAndPostImagesOptions(
                      new ChangeStreamPreAndPostImagesOptions(true)));
      Position start = now(client);
      client
          .getDatabase(DATABASE)
          .getCollection("words")
          .insertMany(List.of(new Document("_id", 1).append("w", "b"), new Document("w", "B")));
      View view = View.ALL.narrow(Query.parse(BsonDocument.parse("{w: {$gt: 'a'}}")));
      try (TestFeed feed = feed(mongo, List.of(), LOG).awaitLive()) {
        assertThat(new Reader(feed, view, ChangeFilter.NONE, start).all()).hasSize(1);
      }
    }
  }

  private static MongoClient listened(SentCommands commands) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(RealMongo.uri()))
            .addCommandListener(commands)
            .build());
  }

  private static Position now(MongoClient client) {
    try (ChangeStream stream =
        ChangeStream.watch(
            WatchTarget.database(client, DATABASE), ChangeStreamOptions.builder().build())) {
      stream.open();
      return Position.of(stream.resumeToken());
    }
  }

  private static TestFeed feed(MongoConnection mongo, List<BsonDocument> pipeline, int log) {
    String ns = DATABASE + ".*";
    FeedSettings settings =
        new FeedSettings(
            "f", ns, Namespace.parse(ns), pipeline, null, null, false, true, null, false);
    FeedStreamFactory streams =
        new FeedStreamFactory(new ConfiguredStreamSource(settings, mongo), settings);
    return new TestFeed(streams, log, mongo::hosts, settings.imagePolicy());
  }

  /** On a client that is listened to. */
  private static TestFeed feed(MongoClient client, String collection, List<BsonDocument> pipeline) {
    String ns = DATABASE + "." + collection;
    FeedSettings settings =
        new FeedSettings(
            "f", ns, Namespace.parse(ns), pipeline, null, null, false, true, null, false);
    return new TestFeed(
        new FeedStreamFactory(opening -> open(client, collection, pipeline, opening), settings),
        LOG,
        () -> "the test's MongoDB",
        settings.imagePolicy());
  }

  private static ChangeStream open(
      MongoClient client, String collection, List<BsonDocument> pipeline, StreamOpening opening) {
    return new CollectionSource(
            client,
            client.getDatabase(DATABASE).getCollection(collection),
            pipeline,
            options ->
                options.fullDocument("whenAvailable").fullDocumentBeforeChange("whenAvailable"))
        .open(opening);
  }
}
