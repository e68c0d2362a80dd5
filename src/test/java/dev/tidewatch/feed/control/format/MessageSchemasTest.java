package dev.tidewatch.feed.control.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.log.Entries;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.Events;
import dev.tidewatch.feed.control.view.ModelView;
import dev.tidewatch.feed.control.view.RandomDocuments;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.testing.MessageSchemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each format makes is what the schemas say, and nothing besides. */
class MessageSchemasTest {

  private static final int CHANGES = 1_500;
  private static final Pattern EVENT =
      Pattern.compile("event: (\\w+)\ndata: (.*)\n\n", Pattern.MULTILINE);

  private final Random random = new Random(17);
  private final RandomDocuments documents = new RandomDocuments(random);
  private final Map<String, Integer> kinds = new TreeMap<>();

  @ParameterizedTest
  @EnumSource
  void randomChangesAreValidInEveryFormat(JsonForm form) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      views.add(ModelView.random(random).view());
    }
    List<LogEntry> pending = new ArrayList<>();
    for (int number = 1; number <= CHANGES; number++) {
      LogEntry entry = Events.entry(number, change());
      pending.add(entry);
      count(entry);
      for (View view : views) {
        LogEntry seen = view.see(entry, new ImagePolicy(true, random.nextBoolean(), true));
        if (seen != null) {
          pending.add(seen);
          count(seen);
        }
      }
      if (random.nextInt(3) == 0) {
        check(pending, form);
        pending.clear();
      }
    }
    // else the test would prove little
    assertThat(kinds)
        .containsKeys("insert", "update", "replace", "delete", "drop", "rename", "dropDatabase")
        .containsKeys("invalidate", "enter", "leave", "reset", "truncatedArrays", "gap");
  }

  @Test
  void everyReasonOfAGapIsValidAndNoOther() {
    for (Gap.Reason reason : Gap.Reason.values()) {
      check(List.of(gap(reason)), JsonForm.RELAXED);
    }
    TreeSet<String> known = new TreeSet<>();
    MessageSchemas.definitions()
        .getJsonObject("Gap")
        .getJsonObject("properties")
        .getJsonObject("reason")
        .getJsonArray("enum")
        .forEach(reason -> known.add(reason.toString().replace("\"", "")));
    assertThat(known).hasSize(Gap.Reason.values().length);
  }

  @Test
  void greetingsHeartbeatsAndDocumentsAreValidWithAPositionAndWithout() {
    Position position = Entries.position(7);
    List<byte[]> sent =
        List.of(
            "{\"_id\":1}".getBytes(StandardCharsets.UTF_8),
            documents.document("x").toJson().getBytes(StandardCharsets.UTF_8));
    for (DocumentsFormat format :
        List.of(new V1Format("orders"), new SseFormat(WireFormat.DEFAULT_BYTES))) {
      List<OutboundMessage> messages = new ArrayList<>();
      messages.add(format.hello(position));
      messages.add(format.hello(null));
      messages.add(format.heartbeat(position));
      messages.add(format.waiting());
      messages.add(format.documents(sent));
      messages.add(format.current(position, 2));
      for (Gap.Reason reason : Gap.Reason.values()) {
        messages.add(format.reset(reason.text()));
      }
      List.of("drop", "rename", "dropDatabase", "invalidate", "snapshot-too-old")
          .forEach(reason -> messages.add(format.reset(reason)));
      messages.forEach(message -> check(format, message));
    }
    MessageSchemas.check("Answer", text(PollFormat.empty(position).bytes()));
    MessageSchemas.check("DocumentPage", text(PollFormat.documents(sent, position, null)));
    MessageSchemas.check("DocumentPage", text(PollFormat.documents(List.of(), position, "SgAA")));
  }

  @Test
  void whatIsNotInTheSchemasIsFound() {
    for (String wrong :
        List.of(
            "{\"type\":\"hello\"}",
            "{\"type\":\"hello\",\"feed\":\"orders\",\"server\":\"a\"}",
            "{\"type\":\"changes\",\"changes\":[{\"id\":\"AA\",\"change\":{\"shard\":1}}]}",
            "{\"type\":\"gap\",\"reason\":\"other\",\"after\":\"AA\",\"position\":\"AA\"}",
            "{\"type\":\"heartbeat\",\"position\":\"no id\"}",
            "{\"type\":\"bye\"}")) {
      assertThatThrownBy(() -> MessageSchemas.checkMessage(wrong))
          .as(wrong)
          .isInstanceOf(AssertionError.class);
    }
  }

  private void check(List<LogEntry> entries, JsonForm form) {
    V1Format sockets = new V1Format("orders", WireFormat.DEFAULT_BYTES, form);
    join(sockets, entries).forEach(message -> check(sockets, message));
    SseFormat events = new SseFormat(WireFormat.DEFAULT_BYTES, form);
    join(events, entries).forEach(message -> check(events, message));
    join(new PollFormat(WireFormat.DEFAULT_BYTES, form), entries)
        .forEach(message -> MessageSchemas.check("Answer", text(message.bytes())));
  }

  /** As many in a message as may follow each other. */
  private static List<OutboundMessage> join(WireFormat format, List<LogEntry> entries) {
    List<OutboundMessage> messages = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= entries.size(); i++) {
      if (i == entries.size() || !format.mayFollow(entries.get(i - 1), entries.get(i))) {
        messages.add(format.join(entries.subList(start, i)));
        start = i;
      }
    }
    return messages;
  }

  private static void check(WireFormat format, OutboundMessage message) {
    if (format instanceof V1Format) {
      message.texts().forEach(MessageSchemas::checkMessage);
      return;
    }
    Matcher events = EVENT.matcher(text(message.bytes()));
    assertThat(events.find()).isTrue();
    do {
      MessageSchemas.check("ServerSentEvents/properties/" + events.group(1), events.group(2));
    } while (events.find());
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static LogEntry gap(Gap.Reason reason) {
    return new LogEntry(new Gap(reason, Entries.position(1), Entries.position(2)));
  }

  private void count(LogEntry entry) {
    if (!entry.isChange()) {
      kinds.merge("gap", 1, Integer::sum);
      return;
    }
    BsonDocument change = Events.seen(entry);
    for (String kind : List.of("enter", "leave", "reset")) {
      if (change.containsKey(kind)) {
        kinds.merge(kind, 1, Integer::sum);
      }
    }
    if (change.containsKey("operationType")) {
      kinds.merge(change.getString("operationType").getValue(), 1, Integer::sum);
    }
    if (change.toJson().contains("truncatedArrays")) {
      kinds.merge("truncatedArrays", 1, Integer::sum);
    }
  }

  /** With the fields that MongoDB 7.0 gives it. */
  private BsonDocument change() {
    String type =
        documents.any(
            "insert",
            "update",
            "update",
            "update",
            "replace",
            "delete",
            "delete",
            "drop",
            "rename",
            "dropDatabase",
            "invalidate",
            "create",
            "createIndexes",
            "modify");
    BsonDocument change =
        BsonDocument.parse(
            "{operationType: '"
                + type
                + "', clusterTime: {$timestamp: {t: 1795788300, i: 1}},"
                + " wallTime: {$date: '2026-11-27T14:05:00Z'}}");
    if (!type.equals("invalidate")) {
      change.put("ns", BsonDocument.parse("{db: 'd'}"));
    }
    if (!List.of("invalidate", "dropDatabase").contains(type)) {
      change.put("ns", BsonDocument.parse("{db: 'd', coll: 'c'}"));
    }
    if (type.equals("rename")) {
      change.put("to", BsonDocument.parse("{db: 'd', coll: 'other'}"));
    }
    if (List.of("insert", "update", "replace", "delete").contains(type)) {
      fill(change, type);
    } else if (random.nextBoolean()) {
      change.putAll(
          BsonDocument.parse(
              "{collectionUUID: {$uuid: '7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21'},"
                  + " operationDescription: {idIndex: {v: 2}}, stateBeforeChange: {n: 1}}"));
    }
    return change;
  }

  private void fill(BsonDocument change, String type) {
    String id = documents.canary("I");
    change.put("documentKey", BsonDocument.parse("{_id: '" + id + "'}"));
    if (random.nextInt(4) == 0) {
      change.putAll(BsonDocument.parse("{txnNumber: {$numberLong: '3'}, lsid: {id: 1, uid: 'x'}}"));
    }
    if (!type.equals("delete")) {
      change.put("fullDocument", documents.document(id));
    }
    if (!type.equals("insert")) {
      change.put("fullDocumentBeforeChange", documents.document(id));
    }
    if (type.equals("update")) {
      change.put(
          "updateDescription",
          BsonDocument.parse(
              "{updatedFields: {'a.b': 1, n: {$numberLong: '5'}}, removedFields: ['c', 'owner'],"
                  + " truncatedArrays: [{field: 'a.c', newSize: 2}],"
                  + " disambiguatedPaths: {'c.0.b': ['c', {$numberInt: '0'}, 'b']}}"));
    }
    if (random.nextInt(5) == 0) {
      change.put(
          type.equals("delete") ? "fullDocumentBeforeChange" : "fullDocument",
          org.bson.BsonNull.VALUE);
    }
  }
}
