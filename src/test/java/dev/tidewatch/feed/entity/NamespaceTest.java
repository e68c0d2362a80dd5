package dev.tidewatch.feed.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
