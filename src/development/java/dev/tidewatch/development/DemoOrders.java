package dev.tidewatch.development;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * The orders of {@code scripts/run --access demo}: {@code shop.orders}, two customers, a change
 * each second. Few documents, which are written again and again, so that it may run for days.
 */
public final class DemoOrders {

  private static final List<String> CUSTOMERS = List.of("anna", "ben");
  private static final List<String> ITEMS = List.of("tea", "bread", "ink", "rope", "lamp", "salt");
  private static final int EACH = 20;

  private DemoOrders() {}

  /** Takes the connection string; runs until it is told to stop. */
  public static void main(String[] args) throws InterruptedException {
    try (MongoClient client = MongoClients.create(args[0])) {
      MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");
      for (int i = 0; ; i++) {
        try {
          change(orders, i);
        } catch (MongoException e) {
          // the database stops before this does
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  /** In turn: a new order, and its payment. */
  private static void change(MongoCollection<Document> orders, int i) {
    int order = i / 2;
    String customer = CUSTOMERS.get(order % CUSTOMERS.size());
    int n = 1 + order / CUSTOMERS.size() % EACH;
    Document key = new Document("_id", new Document("customer", customer).append("n", n));
    if (i % 2 == 0) {
      Document whole =
          new Document(key)
              .append("item", ITEMS.get(order % ITEMS.size()))
              .append("status", "new")
              .append("margin", 10 + order % 30);
      orders.replaceOne(key, whole, new ReplaceOptions().upsert(true));
    } else {
      orders.updateOne(key, Updates.set("status", "paid"));
    }
  }
}
