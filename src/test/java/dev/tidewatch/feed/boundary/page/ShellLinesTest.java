package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Namespace;
import org.junit.jupiter.api.Test;

class ShellLinesTest {

  @Test
  void theShellLinesUseTheWatchedCollection() {
    assertThat(ShellLines.of(new Namespace("shop", "orders")))
        .containsExactly(
            "use shop",
            "db.orders.insertOne({})",
            "db.orders.updateOne({}, {$set: {x: 1}})",
            "db.orders.deleteOne({})");
  }

  @Test
  void aNameThatIsNoIdentifierIsQuoted() {
    assertThat(ShellLines.of(new Namespace("shop", "or'ders.2026")))
        .contains("db.getCollection(\"or'ders.2026\").insertOne({})");
  }
}
