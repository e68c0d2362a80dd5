package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import java.lang.reflect.Proxy;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on a client that fails at every use: an error that a case may expect. */
class OperationTest {

  private static final MongoClient FAILS =
      (MongoClient)
          Proxy.newProxyInstance(
              OperationTest.class.getClassLoader(),
              new Class<?>[] {MongoClient.class},
              (proxy, method, arguments) -> {
                throw new IllegalStateException("no server");
              });

  @Test
  void anErrorIsThrownUnlessTheCaseExpectsIt() {
    assertThatThrownBy(() -> run("name: 'createChangeStream', object: 'client'"))
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(
            () ->
                run(
                    "name: 'createChangeStream', object: 'client',"
                        + " expectError: {isClientError: true}"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: 'fly', object: 'client'",
        "name: 'fly', object: 'database'",
        "name: 'fly', object: 'collection'",
        "name: 'fly', object: 'stream'",
        "name: 'fly', object: 'testRunner'",
        "name: 'createChangeStream', object: 'nobody'",
        "name: 'createChangeStream', object: 'client', arguments: {fly: true}",
        "name: 'createChangeStream', object: 'client', arguments: {pipeline: 1}",
        "name: 'createChangeStream', object: 'client', fly: true",
        "name: 'runCommand', object: 'database', arguments: {command: {a: 1}, commandName: 'b'}"
      })
  void whatItDoesNotKnowFailsAlsoWhereAnErrorIsExpected(String operation) {
    assertThatThrownBy(() -> run(operation + ", expectError: {isClientError: true}"))
        .isInstanceOf(AssertionError.class);
  }

  private static void run(String operation) {
    Entities entities = new Entities("mongodb://127.0.0.1", Topology.REPLICA_SET);
    ClientEntity client = new ClientEntity(FAILS, null);
    DatabaseEntity database = new DatabaseEntity(client, "sea");
    entities.put("client", client);
    entities.put("database", database);
    entities.put("collection", new CollectionEntity(database, "fish"));
    entities.put("stream", new StreamEntity(null));
    new Operation(entities, new FailPoints()).run(BsonDocument.parse("{" + operation + "}"));
  }
}
