package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.text.MongoshText;
import java.util.List;
import org.bson.BsonString;

/** What to type into mongosh to see a first insert, update and delete. */
final class ShellLines {

  private ShellLines() {}

  static List<String> of(Namespace ns) {
    String collection =
        ns.collection().matches("[A-Za-z_][A-Za-z0-9_]*")
            ? "db." + ns.collection()
            : "db.getCollection(" + MongoshText.print(new BsonString(ns.collection())) + ")";
    return List.of(
        "use " + ns.database(),
        collection + ".insertOne({})",
        collection + ".updateOne({}, {$set: {x: 1}})",
        collection + ".deleteOne({})");
  }
}
