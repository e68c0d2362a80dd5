package dev.tidewatch.feed.boundary;

import static dev.tidewatch.clients.ParameterChecks.encode;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.clients.ParameterChecks;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.net.URI;
import java.util.List;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Collections whose names look like something else in a list, in a feed of their database. */
@NeedsRealMongo
@ArquillianTest
@RunAsClient
class CollectionNamesIT {

  private static final String DATABASE = "collection_names_it";

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(RealMongo.uri(), DATABASE + ".*");
  }

  @Test
  void anyCollectionCanBeNamed() {
    List<String> names = List.of("a,b", "a ", "a", "b", "\"", " a", "a,b ,c", "ü☂");
    try (MongoClient client = MongoClients.create(RealMongo.uri())) {
      ParameterChecks checks = new ParameterChecks(base, collection(client, "a"));
      // a collection begins with a change of its own
      names.forEach(name -> collection(client, name).insertOne(new Document("n", -1)));
      String start = checks.position();
      for (String name : names) {
        collection(client, name).insertOne(new Document("n", names.indexOf(name)));
      }

      for (String name : names) {
        String namespace = DATABASE + "." + name;
        String quoted = "\"" + namespace.replace("\"", "\\\"") + "\"";
        checks.getsOnly(start, "&ns=" + encode(quoted), names.indexOf(name));
      }
      String several = DATABASE + ".x, " + DATABASE + ".b ,";
      checks.getsOnly(start, "&ns=" + encode(several), names.indexOf("b"));
      checks.getsOnly(
          start,
          "&op=delete&op=" + encode("\"insert\"") + "&ns=" + DATABASE + ".b",
          names.indexOf("b"));
    }
  }

  private static MongoCollection<Document> collection(MongoClient client, String name) {
    return client.getDatabase(DATABASE).getCollection(name);
  }
}
