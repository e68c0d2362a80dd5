package dev.tidewatch.feed.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamespaceTest {

  @Test
  void theFirstDotSeparates() {
    assertThat(Namespace.parse("shop.orders.2026"))
        .isEqualTo(new Namespace("shop", "orders.2026"))
        .hasToString("shop.orders.2026");
  }

  @Test
  void withoutADotItIsRefusedInTheWordsOfTheContract() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Namespace.parse("test"))
        .withMessage("Invalid ns \"test\", must contain a \".\"");
  }

  @Test
  void bothNamesMustBeThere() {
    assertThatIllegalArgumentException().isThrownBy(() -> Namespace.parse(".coll"));
    assertThatIllegalArgumentException().isThrownBy(() -> Namespace.parse("db."));
  }

  @Test
  void aCollectionNeedsNoNameAndTakesItsOwnAlone() {
    Namespace orders = Namespace.parse("shop.orders");

    assertThat(orders.one(Set.of())).contains(orders);
    assertThat(orders.one(Set.of("shop.orders"))).contains(orders);
    assertThat(orders.one(Set.of("shop.other"))).isEmpty();
  }

  @Test
  void ofADatabaseOneCollectionHasToBeNamed() {
    Namespace shop = Namespace.parse("shop.*");

    assertThat(shop.one(Set.of("shop.orders"))).contains(new Namespace("shop", "orders"));
    assertThat(shop.one(Set.of())).isEmpty();
    assertThat(shop.one(Set.of("shop"))).isEmpty();
    assertThat(shop.one(Set.of("shop."))).isEmpty();
    assertThat(shop.one(Set.of("shop.a", "shop.b"))).isEmpty();
    assertThat(shop.one(Set.of("other.orders"))).isEmpty();
  }

  /** A change stream shows nothing of them, so a feed of everything must not either. */
  @Test
  void theServersOwnCollectionsAreNone() {
    for (String name :
        List.of("admin.system.users", "admin.x", "config.x", "local.oplog.rs", "a.system.js")) {
      assertThat(Namespace.DEPLOYMENT.one(Set.of(name))).as(name).isEmpty();
    }
    assertThat(Namespace.parse("local.startup_log").one(Set.of())).isEmpty();
  }
}
