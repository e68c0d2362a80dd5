package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cases a server of version 5.0.9, a replica set, runs, and why not the others. */
class RequirementsTest {

  private static final Server SERVER = new Server(new Version(5, 0, 9), Topology.REPLICA_SET, true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{minServerVersion: '5.0.9', maxServerVersion: '5.0.9'}",
        "{minServerVersion: '5'}",
        "{minServerVersion: '4.10', maxServerVersion: '5.0.10'}",
        "{topologies: ['sharded', 'replicaset']}",
        "{serverless: 'forbid'}"
      })
  void itRunsWhatFits(String requirement) {
    assertThat(unmet(requirement)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {minServerVersion: '5.0.10'}    | needs MongoDB 5.0.10 or newer, this is 5.0.9
          {maxServerVersion: '4.4.99'}    | needs MongoDB 4.4.99 or older, this is 5.0.9
          {maxServerVersion: '5.0'}       | needs MongoDB 5.0.0 or older, this is 5.0.9
          {topologies: ['sharded']}       | needs a sharded cluster
          {topologies: ['single', 'load-balanced']} | needs a standalone server or a load balancer
          {topologies: ['sharded'], minServerVersion: '6.0'} | needs a sharded cluster, and MongoDB 6.0.0 or newer, this is 5.0.9
          {serverless: 'require'}         | needs a serverless instance
          """)
  void itSaysWhatIsMissing(String requirement, String reason) {
    assertThat(unmet(requirement)).contains(reason);
  }

  @Test
  void oneOfSeveralIsEnough() {
    String old = "{maxServerVersion: '4.0'}";
    String sharded = "{topologies: ['sharded']}";

    assertThat(unmet(old, sharded))
        .contains("needs MongoDB 4.0.0 or older, this is 5.0.9, or a sharded cluster");
    assertThat(unmet(old, "{minServerVersion: '5.0'}")).isEmpty();
    assertThat(unmet()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{auth: true}",
        "{topologies: ['galaxy']}",
        "{serverless: 'perhaps'}",
        "{minServerVersion: 'new'}",
        "{minServerVersion: '5.0.0.1'}"
      })
  void whatItDoesNotKnowFailsAlsoBesideOneThatFits(String unknown) {
    assertThatThrownBy(() -> unmet(unknown)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> unmet("{}", unknown)).isInstanceOf(AssertionError.class);
  }

  private static Optional<String> unmet(String... requirements) {
    List<BsonDocument> documents = Stream.of(requirements).map(BsonDocument::parse).toList();
    return Requirements.unmet(documents, SERVER);
  }
}
