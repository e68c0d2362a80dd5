package dev.tidewatch.development;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell asks about a server and its collections is answered as a real MongoDB does. */
@NeedsRealMongo
class SameDiagnosticsIT {

  private static final String DATABASE = "tidewatch_development_diagnostics_it";

  @RegisterExtension static final TwoServers SERVERS = new TwoServers(DATABASE);

  /** Bytes on a disk, and what only an engine with files has. */
  private static final Set<String> OF_THE_ENGINE =
      Set.of(
          "indexDetails",
          "wiredTiger",
          "storageSize",
          "freeStorageSize",
          "indexSizes",
          "totalIndexSize",
          "totalSize",
          "millis",
          "localTime",
          "host",
          "operationTime",
          "$clusterTime");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{collStats: 'c'}",
        "{collStats: 'c', scale: 10}",
        "{collStats: 'missing'}",
        "{dataSize: 'tidewatch_development_diagnostics_it.c'}",
        "{dataSize: 'tidewatch_development_diagnostics_it.missing', estimate: true}",
        "{listCollections: 1, nameOnly: true, filter: {name: 'c'}}",
        "{aggregate: 'c', pipeline: [{$collStats: {}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$collStats: {storageStats: {}, count: {}}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$collStats: {storageStats: {}}},"
            + " {$group: {_id: null, size: {$sum: '$storageStats.size'}}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$set: {y: 1}}, {$project: {_id: 0}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$replaceWith: {y: '$x'}}], cursor: {}}",
        "{connectionStatus: 1}",
        "{connectionStatus: 1, showPrivileges: true}",
        "{usersInfo: 1}",
        "{rolesInfo: 1}"
      })
  void theSameReply(String command) {
    TwoServers.Answers<Document> answers =
        SERVERS.both(
            client -> {
              collection(client);
              return comparable(client.getDatabase(DATABASE).runCommand(Document.parse(command)));
            });

    assertThat(answers.embedded()).isEqualTo(answers.real());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{hostInfo: 1}             | system,os,extra,ok",
        "{getCmdLineOpts: 1}       | argv,parsed,ok",
        "{getLog: '*'}             | names,ok",
        "{getLog: 'startupWarnings'} | totalLinesWritten,log,ok"
      })
  void theSameFields(String command, String fields) {
    TwoServers.Answers<Set<String>> answers =
        SERVERS.both(
            client ->
                new TreeSet<>(
                    comparable(client.getDatabase("admin").runCommand(Document.parse(command)))
                        .keySet()));

    assertThat(answers.embedded())
        .isEqualTo(answers.real())
        .containsExactlyInAnyOrder(fields.split(","));
  }

  private static void collection(MongoClient client) {
    MongoCollection<Document> collection = Events.fresh(client, DATABASE, "c");
    collection.insertMany(List.of(new Document("_id", 1).append("x", "a"), new Document("_id", 2)));
    collection.createIndex(Indexes.ascending("x"));
  }

  private static Document comparable(Document reply) {
    reply.keySet().removeAll(OF_THE_ENGINE);
    reply.replaceAll((name, value) -> comparable(value));
    return reply;
  }

  private static Object comparable(Object value) {
    if (value instanceof Document document) {
      return comparable(document);
    }
    return value instanceof List<?> list
        ? list.stream().map(SameDiagnosticsIT::comparable).toList()
        : value;
  }
}
