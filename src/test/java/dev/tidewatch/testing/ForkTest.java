package dev.tidewatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidewatch.development.FreePorts;
import org.junit.jupiter.api.Test;

class ForkTest {

  /** Surefire numbers the name of the database too, by a way of its own. */
  private final String database = System.getProperty("jqwik.database");

  @Test
  void everyJvmKnowsItsNumber() {
    assumeTrue(database != null, "needs Maven, which numbers the JVMs");

    assertThat(database).endsWith("-" + Fork.number());
    assertThat(System.getProperty("tidewatch.test.fork")).isEqualTo("" + Fork.number());
    assertThat(Fork.own("a")).isEqualTo("a_" + Fork.number());
  }

  @Test
  void itsPortsAreOfItsShare() {
    assumeTrue(database != null, "needs Maven, which numbers the JVMs");
    int first = 20_000 + Fork.number() % 4 * 3_000;

    for (int i = 0; i < 100; i++) {
      assertThat(FreePorts.any()).isBetween(first, first + 2_999);
    }
  }
}
