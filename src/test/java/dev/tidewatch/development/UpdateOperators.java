package dev.tidewatch.development;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import java.util.List;
import org.bson.Document;

/**
 * One update of a document of its own.
 *
 * @param query finds it beside its _id
 * @param arrayFilters empty for none
 */
record UpdateOperators(String before, String query, String update, List<Document> arrayFilters) {

  /** What a real server tells in a way of its own, one by one. */
  static final List<UpdateOperators> CASES =
      List.of(
          of("{x: 1, y: 2}", "{$set: {z: 1, b: 2, y: 3, x: 4, a: 1}}"),
          of("{x: 1}", "{$set: {'10': 1, '9': 2, a: 3, A: 4, '2': 1}}"),
          of(
              "{x: 1, y: 2, n: {p: 1, q: 2}}",
              "{$set: {zz: 1, 'n.r': 1, 'n.p': 2}, $unset: {y: '', 'n.q': ''},"
                  + " $inc: {c: 1, x: 2}}"),
          of("{n: {p: 1, q: 2}}", "{$set: {n: {p: 1, q: 3}}}"),
          of("{x: 1}", "{$set: {'n.b': 1, 'n.a': 2, 'm.k.j': 1}}"),
          of("{n: {}}", "{$set: {'n.a.b': 1}}"),
          of("{x: 1}", "{$set: {y: null}}"),
          of("{x: 1, y: 2}", "{$set: {x: 1}}"),
          of("{x: 1}", "{$unset: {nothing: ''}}"),
          of("{x: 1}", "{$inc: {x: 0}}"),
          of("{x: 5, y: 5}", "{$min: {x: 3}, $max: {y: 3}}"),
          of("{x: 5}", "{$mul: {x: 3, z: 4}}"),
          of("{x: 1, y: 2}", "{$rename: {x: 'b'}}"),
          of("{x: {y: 1, z: 2}}", "{$rename: {'x.y': 'q.r'}}"),
          of("{x: 1, y: 2}", "{$rename: {x: 'y'}}"),
          of("{x: 5}", "{$currentDate: {d: true}}"),
          of("{a: [1, 2, 3]}", "{$set: {'a.1': 9}}"),
          of("{a: [1, 2, 3]}", "{$set: {'a.1': 2}}"),
          of("{a: [1, 2, 3]}", "{$set: {'a.3': 9}}"),
          of("{a: [1, 2, 3]}", "{$set: {'a.5': 9}}"),
          of("{a: [1, 2, 3]}", "{$set: {a: [1, 2]}}"),
          of("{a: [1, 2, 3]}", "{$unset: {'a.1': ''}}"),
          of("{a: [{x: 1}, {x: 2}]}", "{$set: {'a.1.x': 9, 'a.0.z': 1, 'a.0.y': 1}}"),
          of("{a: [{x: 1}], b: [1]}", "{$set: {'a.0.x': 2}, $push: {b: 2}, $unset: {q: ''}}"),
          of("{a: [1]}", "{$push: {a: 2}}"),
          of("{x: 1}", "{$push: {a: 2}}"),
          of("{a: []}", "{$push: {a: 2}}"),
          of("{n: {a: [1]}}", "{$push: {'n.a': {v: 1}}}"),
          of("{a: [0, 1, 2, 3, 4, 5, 6, 7, 8]}", "{$push: {a: {$each: [9, 10, 11]}}}"),
          of("{a: [1]}", "{$push: {a: {$each: []}}}"),
          of("{a: [1]}", "{$push: {a: {$each: [2], $slice: 5}}}"),
          of("{a: [1, 2]}", "{$push: {a: {$each: [3], $slice: -2}}}"),
          of("{a: [1, 2]}", "{$push: {a: {$each: [], $slice: 1}}}"),
          of("{a: [3]}", "{$push: {a: {$each: [2], $sort: 1}}}"),
          of("{a: [1]}", "{$push: {a: {$each: [2], $sort: 1}}}"),
          of("{a: [1]}", "{$push: {a: {$each: [2], $position: 0}}}"),
          of("{a: [1]}", "{$push: {a: {$each: [2], $position: 1}}}"),
          of("{a: [1]}", "{$push: {a: {$each: [2], $position: 5}}}"),
          of("{a: [1, 2]}", "{$push: {a: {$each: [3], $position: -1}}}"),
          of("{a: [1]}", "{$addToSet: {a: 2}}"),
          of("{a: [1]}", "{$addToSet: {a: 1}}"),
          of("{x: 1}", "{$addToSet: {a: 1}}"),
          of("{a: [1]}", "{$addToSet: {a: {$each: [1, 2, 3]}}}"),
          of("{a: [1, 2, 3]}", "{$pop: {a: 1}}"),
          of("{a: [1, 2, 3]}", "{$pop: {a: -1}}"),
          of("{a: [1, 2, 3]}", "{$pull: {a: 2}}"),
          of("{a: [1, 2, 3]}", "{$pull: {a: 9}}"),
          of("{a: [1, 2, 3]}", "{$pullAll: {a: [1, 3]}}"),
          new UpdateOperators(
              "{a: [{k: 1, v: 1}, {k: 2, v: 2}]}", "{'a.k': 2}", "{$set: {'a.$.v': 9}}", List.of()),
          of("{a: [{k: 1, v: 1}, {k: 2, v: 2}]}", "{$inc: {'a.$[].v': 1}}"),
          of("{a: [1]}", "{$inc: {'a.$[]': 1}}"),
          new UpdateOperators(
              "{a: [{k: 1, v: 1}, {k: 2, v: 2}]}",
              "{}",
              "{$set: {'a.$[e].v': 7, 'a.$[e].u': 7}}",
              List.of(new Document("e.k", 1))));

  private static UpdateOperators of(String before, String update) {
    return new UpdateOperators(before, "{}", update, List.of());
  }

  void run(MongoCollection<Document> collection) {
    String id = before + update;
    Document document = new Document("_id", id);
    document.putAll(Document.parse(before));
    collection.insertOne(document);
    Document found = Document.parse(query).append("_id", id);
    UpdateOptions options = new UpdateOptions();
    if (!arrayFilters.isEmpty()) {
      options.arrayFilters(arrayFilters);
    }
    collection.updateOne(found, Document.parse(update), options);
  }
}
