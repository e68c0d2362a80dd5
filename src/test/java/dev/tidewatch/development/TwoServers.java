package dev.tidewatch.development;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.TestDatabase;
import dev.tidewatch.testing.mongo.RealMongo;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real MongoDB and the development MongoDB, each with a client, for the tests of one class. */
final class TwoServers implements BeforeAllCallback, AfterAllCallback {

  private final String database;
  private MongoClient real;
  private DevelopmentMongo development;
  private MongoClient embedded;

  /**
   * @param database what the tests may write to; dropped after them
   */
  TwoServers(String database) {
    this.database = database;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    real = MongoClients.create(RealMongo.uri());
    development = DevelopmentMongo.start(0);
    embedded = MongoClients.create(development.uri());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (real != null) {
      TestDatabase.emptied(real, database);
      real.close();
      embedded.close();
      development.close();
    }
  }

  /** Runs something against both. */
  <T> Answers<T> both(Function<MongoClient, T> run) {
    return new Answers<>(run.apply(real), run.apply(embedded));
  }

  record Answers<T>(T real, T embedded) {}
}
