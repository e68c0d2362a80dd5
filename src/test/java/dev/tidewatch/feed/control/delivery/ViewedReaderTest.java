package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.view.Events.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.query.Query;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class ViewedReaderTest {

  private static final View ANN = view("{owner: 'ann'}");
  private static final View BOB = view("{owner: 'bob'}");
  private static final WireFormat FORMAT = new V1Format("f");

  private final ChangeLog log = new ChangeLog(5000, 1 << 24);
  private final Subscribers subscribers =
      new Dispatcher(Runnable::run)
          .serve(log, NoHistory.of(log), new ImagePolicy(true, false, false));

  @Test
  void aReaderGetsOnlyWhatItMaySee() {
    MessageReader ann = reader(ANN, ChangeFilter.NONE);
    insert(1, "ann");
    insert(2, "bob");
    insert(3, "ann");

    assertThat(read(ann)).containsExactly("1 enter", "3 enter");
    assertThat(ann.isUpToDate()).isTrue();
  }

  @Test
  void whatItMayNotSeeMovesItsPositionToAHighWaterMark() {
    MessageReader ann = reader(ANN, ChangeFilter.NONE);
    insert(1, "ann");
    insert(2, "bob");
    read(ann);

    assertThat(told(ann)).isEqualTo(event(2).highWaterMark());
    insert(3, "ann");
    read(ann);
    assertThat(told(ann)).isEqualTo(event(3));
    assertThat(ann.isUpToDate()).isTrue();
    assertThat(told(ann)).isEqualTo(event(3));
  }

  /** The high-water mark would lie before what the reader has had. */
  @Test
  void aHiddenChangeOfATransactionDoesNotMoveItsPositionBack() {
    MessageReader ann = reader(ANN, ChangeFilter.NONE);
    log.append(entry("826B0000000000000A", 1, inserted(1, "ann")));
    log.append(entry("826B0000000000000A", 2, inserted(2, "bob")));
    read(ann);

    assertThat(told(ann)).isEqualTo(log.at(0).position());
  }

  @Test
  void readersOfEqualViewsShareMessagesAndOthersDoNot() {
    MessageReader one = reader(ANN, ChangeFilter.NONE);
    MessageReader two = reader(view("{owner: 'ann'}"), ChangeFilter.NONE);
    MessageReader other = reader(BOB, ChangeFilter.NONE);
    insert(1, "ann");

    OutboundMessage message = one.next();
    assertThat(two.next()).isSameAs(message);
    assertThat(other.next()).isNull();
    assertThat(subscribers.viewBatches().size()).isEqualTo(2);
  }

  @Test
  void whatIsMadeForAViewIsDroppedWithItsLastReader() {
    MessageReader one = reader(ANN, ChangeFilter.NONE);
    MessageReader two = reader(ANN, ChangeFilter.of(List.of("insert"), List.of(), List.of()));
    insert(1, "ann");
    read(one);
    read(two);

    one.leave();
    assertThat(subscribers.viewBatches().size()).isOne();
    two.leave();
    assertThat(subscribers.viewBatches().size()).isZero();
    one.leave();
    assertThat(subscribers.viewBatches().size()).isZero();
  }

  @Test
  void aReaderWithoutAViewSeesAllAndNoImagesOfOthers() {
    MessageReader all = reader(View.ALL, ChangeFilter.NONE);
    insert(1, "ann");
    update(2, "bob");

    String messages = String.join("", texts(all));
    assertThat(messages).contains("updateDescription", "\"owner\": \"ann\"").doesNotContain("bob");
    assertThat(told(all)).isEqualTo(log.at(1).position());
  }

  /** What is not sent is not searched either. */
  @Test
  void aTextInAnImageOfOthersIsNotFound() {
    MessageReader allOfBob = reader(View.ALL, containing("bob"));
    MessageReader allOfAnn = reader(View.ALL, containing("ANN"));
    MessageReader bobOfAnn = reader(BOB, containing("ann"));
    MessageReader bobOfBob = reader(BOB, containing("bob"));
    MessageReader bobOfUpdates = reader(BOB, containing("n"));
    insert(1, "ann");
    update(2, "bob");

    assertThat(texts(allOfBob)).isEmpty();
    assertThat(texts(allOfAnn)).hasSize(1);
    assertThat(texts(bobOfAnn)).isEmpty();
    assertThat(texts(bobOfBob)).isEmpty();
    assertThat(texts(bobOfUpdates)).hasSize(1);
  }

  private static ChangeFilter containing(String text) {
    return ChangeFilter.NONE.containing(List.of(text));
  }

  @Test
  void manyHiddenChangesAreOneMessageToNobody() {
    MessageReader ann = reader(ANN, ChangeFilter.NONE);
    for (int i = 1; i <= 1000; i++) {
      insert(i, "bob");
    }
    insert(1001, "ann");

    assertThat(read(ann)).containsExactly("1001 enter");
    assertThat(told(ann)).isEqualTo(event(1001));
  }

  /** A gap for each of a thousand would tell no more than one. */
  @Test
  void changesWithoutAnImageAreOneGapUntilAnotherIsSeen() {
    MessageReader ann = reader(ANN, ChangeFilter.NONE);
    MessageReader filtered =
        reader(ANN, ChangeFilter.of(List.of("insert", "delete"), List.of(), List.of()));
    for (int i = 1; i <= 600; i++) {
      imageless(i);
    }
    assertThat(read(ann)).containsExactly("gap");
    imageless(601);
    assertThat(read(ann)).isEmpty();
    assertThat(told(ann)).isEqualTo(log.at(600).position().cut());
    insert(602, "ann");
    imageless(603);
    insert(604, "bob");
    imageless(605);
    assertThat(read(ann)).containsExactly("602 enter", "gap");
    assertThat(subscribers.counters().gaps().count(Gap.Reason.NO_IMAGE)).isEqualTo(2);

    assertThat(read(filtered)).containsExactly("gap", "602 enter", "gap");
  }

  @Test
  void aReaderThatStartsLaterHearsOfTheRunToo() {
    MessageReader first = reader(ANN, ChangeFilter.NONE);
    imageless(1);
    imageless(2);
    assertThat(read(first)).containsExactly("gap");
    MessageReader second = reader(ANN, ChangeFilter.NONE, log.at(0).position());

    assertThat(read(second)).containsExactly("gap");
  }

  /** A filter is asked about what the reader sees: it must not be an oracle. */
  @Test
  void aFilterLearnsOnlyWhatTheReaderMaySee() {
    MessageReader deletes = reader(ANN, ChangeFilter.of(List.of("delete"), List.of(), List.of()));
    MessageReader updates = reader(ANN, ChangeFilter.of(List.of("update"), List.of(), List.of()));
    MessageReader key = reader(ANN, ChangeFilter.of(List.of(), List.of(), List.of("2")));
    insert(1, "ann");
    log.append(
        entry(
            2,
            "{operationType: 'update', documentKey: {_id: 1}, fullDocument: {_id: 1, owner: 'bob'},"
                + " fullDocumentBeforeChange: {_id: 1, owner: 'ann'}}"));
    log.append(
        entry(
            3,
            "{operationType: 'delete', documentKey: {_id: 2},"
                + " fullDocumentBeforeChange: {_id: 2, owner: 'bob'}}"));
    insert(4, "bob");

    assertThat(read(deletes)).containsExactly("1 leave");
    assertThat(read(updates)).isEmpty();
    assertThat(read(key)).isEmpty();
    assertThat(told(key)).isEqualTo(event(4).highWaterMark());
  }

  @Test
  void aNewReaderStartsWithTheHeadsIdOnlyIfItMaySeeIt() {
    insert(1, "ann");
    assertThat(subscribers.start(ANN, log.head())).isEqualTo(event(1));
    insert(2, "bob");
    assertThat(subscribers.start(ANN, log.head())).isEqualTo(event(2).highWaterMark());
    assertThat(subscribers.start(View.ALL, log.head())).isEqualTo(event(2));
    assertThat(told(newcomer(ANN))).isEqualTo(event(2).highWaterMark());
    Position mark = new Position("826B00000000000FFF2B0429296E1404");
    log.advance(mark);
    assertThat(subscribers.start(ANN, log.head())).isEqualTo(mark);
  }

  /** Else it would get what came before it, if it comes back with this position. */
  @Test
  void aNewReaderWithinATransactionStartsAfterItsLastVisibleChange() {
    insert(1, "bob");
    log.append(entry("826B0000000000000A", 1, inserted(1, "ann")));
    log.append(entry("826B0000000000000A", 2, inserted(2, "bob")));

    assertThat(subscribers.start(ANN, log.head())).isEqualTo(log.at(1).position());
    assertThat(subscribers.start(view("{owner: 'eve'}"), log.head()))
        .isEqualTo(log.head().highWaterMark());
  }

  @Test
  void whereTheLogDoesNotTellANewReaderStartsAtACutPosition() {
    ChangeLog small = new ChangeLog(1, 1 << 20);
    Subscribers few = new Dispatcher(Runnable::run).serve(small, NoHistory.of(small));
    small.append(entry("826B0000000000000A", 1, inserted(1, "ann")));
    small.append(entry("826B0000000000000A", 2, inserted(2, "bob")));

    assertThat(few.start(ANN, small.head())).isEqualTo(small.head().cut());
  }

  @Test
  void aLargeChangeIsLookedAtElsewhere() {
    List<Runnable> elsewhere = new ArrayList<>();
    Subscribers others =
        new Dispatcher(elsewhere::add)
            .serve(log, NoHistory.of(log), new ImagePolicy(true, false, false));
    MessageReader ann =
        new MessageReader(
            others,
            SubscribeRequest.of(
                    FakeSink.immediate(), Protocol.WEBSOCKET, FORMAT, ChangeFilter.NONE, null)
                .seeing(view("{owner: 'ann'}", "owner", "text")),
            () -> {});
    log.append(
        entry(
            1,
            "{operationType: 'insert', documentKey: {_id: 1}, fullDocument: {_id: 1, owner: 'ann',"
                + " text: '"
                + "x".repeat(100_000)
                + "', secret: 1}}"));

    assertThat(ann.next()).isNull();
    assertThat(ann.isUpToDate()).isFalse();
    for (int i = 0; i < 3 && !elsewhere.isEmpty(); i++) {
      elsewhere.remove(0).run();
      OutboundMessage message = ann.next();
      if (message != null) {
        assertThat(message.texts().get(0)).contains("xxx").doesNotContain("secret");
        return;
      }
    }
    throw new AssertionError("never sent");
  }

  /** What a reader is told of its position. */
  private static Position told(MessageReader reader) {
    return reader.source().position().shown();
  }

  private MessageReader reader(View view, ChangeFilter filter) {
    return reader(view, filter, new Position("8200"));
  }

  private MessageReader reader(View view, ChangeFilter filter, Position after) {
    log.advance(new Position("8200"));
    return new MessageReader(
        subscribers,
        SubscribeRequest.of(FakeSink.immediate(), Protocol.WEBSOCKET, FORMAT, filter, after)
            .seeing(view),
        () -> {});
  }

  private MessageReader newcomer(View view) {
    return new MessageReader(
        subscribers,
        SubscribeRequest.of(
                FakeSink.immediate(),
                Protocol.WEBSOCKET,
                FORMAT,
                ChangeFilter.NONE,
                log.head(),
                false)
            .seeing(view),
        () -> {});
  }

  private static List<String> texts(MessageReader reader) {
    List<String> texts = new ArrayList<>();
    for (OutboundMessage message = reader.next(); message != null; message = reader.next()) {
      texts.addAll(message.texts());
    }
    return texts;
  }

  /** Each change's key and marker, and each gap. */
  private static List<String> read(MessageReader reader) {
    List<String> read = new ArrayList<>();
    for (String text : texts(reader)) {
      BsonDocument message = BsonDocument.parse(text);
      if (message.getString("type").getValue().equals("gap")) {
        read.add("gap");
        continue;
      }
      message
          .getArray("changes")
          .forEach(
              item -> {
                BsonDocument change = item.asDocument().getDocument("change");
                read.add(
                    change.getDocument("documentKey").get("_id").asInt32().getValue()
                        + (change.containsKey("enter") ? " enter" : "")
                        + (change.containsKey("leave") ? " leave" : ""));
              });
    }
    return read;
  }

  private void insert(int number, String owner) {
    log.append(entry(number, BsonDocument.parse(inserted(number, owner))));
  }

  private static String inserted(int number, String owner) {
    return "{operationType: 'insert', documentKey: {_id: %d}, fullDocument: {_id: %d, owner: '%s'}}"
        .formatted(number, number, owner);
  }

  private void update(int number, String owner) {
    log.append(
        entry(
            number,
            ("{operationType: 'update', documentKey: {_id: 1}, updateDescription: {updatedFields:"
                    + " {n: 1}, removedFields: []}, fullDocument: {_id: 1, owner: '%s'},"
                    + " fullDocumentBeforeChange: {_id: 1, owner: '%s'}}")
                .formatted(owner, owner)));
  }

  private void imageless(int number) {
    log.append(
        entry(
            number,
            "{operationType: 'update', documentKey: {_id: "
                + number
                + "}, updateDescription: {updatedFields: {n: 1}}, fullDocument: null}"));
  }

  private static Position event(int number) {
    return event(number, "insert");
  }

  private static Position event(int number, String operation) {
    return entry(number, "{operationType: '" + operation + "', documentKey: {_id: " + number + "}}")
        .position();
  }

  private static View view(String rows, String... fields) {
    return View.of(
        List.of(
            new Grant(
                Query.parse(BsonDocument.parse(rows)),
                fields.length == 0 ? FieldMask.ALL : FieldMask.of(List.of(fields)))));
  }
}
