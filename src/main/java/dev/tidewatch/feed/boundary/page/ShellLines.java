package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.text.MongoshText;
import java.util.List;
import org.bson.BsonString;

/** The lines to type into mongosh for a first insert, update and delete. */
final class ShellLines {

  private ShellLines() {}

  static List<String> of(Namespace ns) {
    // any name works
    String name = ns.collection() == null ? "test" : ns.collection();
    String collection =
        name.matches("[A-Za-z_][A-Za-z0-9_]*")
            ? "db." + name
            : "db.getCollection(" + MongoshText.print(new BsonString(name)) + ")";
    return List.of(
        "use " + (ns.database() == null ? "test" : ns.database()),
        collection + ".insertOne({})",
        collection + ".updateOne({}, {$set: {x: 1}})",
        collection + ".deleteOne({})");
  }
}
