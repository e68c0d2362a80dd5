package dev.tidewatch.specification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/** The entities of one case, by name. */
final class Entities implements AutoCloseable {

  private final Map<String, Entity> entities = new HashMap<>();
  private final String uri;
  private final Topology topology;

  Entities(String uri, Topology topology) {
    this.uri = uri;
    this.topology = topology;
  }

  /** Makes those that a file demands, each of which may name those before it. */
  void create(List<BsonDocument> descriptions) {
    for (BsonDocument description : descriptions) {
      String kind = description.size() == 1 ? description.getFirstKey() : "" + description.keySet();
      Fields.check(
          kind,
          description.getDocument(kind, new BsonDocument()),
          fields -> {
            put(fields.text("id"), create(kind, fields));
          });
    }
  }

  private Entity create(String kind, Fields fields) {
    return switch (kind) {
      case "client" -> ClientEntity.of(fields, uri, topology);
      case "database" ->
          new DatabaseEntity(
              get(fields.text("client"), ClientEntity.class), fields.text("databaseName"));
      case "collection" ->
          new CollectionEntity(
              get(fields.text("database"), DatabaseEntity.class), fields.text("collectionName"));
      default -> throw new AssertionError("this runner does not know the entity " + kind);
    };
  }

  void put(String name, Entity entity) {
    if (entities.putIfAbsent(name, entity) != null) {
      throw new AssertionError("there is a " + name + " already");
    }
  }

  <T extends Entity> T get(String name, Class<T> type) {
    Entity entity = entities.get(name);
    if (!type.isInstance(entity)) {
      throw new AssertionError(name + " is no " + type.getSimpleName() + ": " + entity);
    }
    return type.cast(entity);
  }

  /** What the clients do from now on is not the case's doing. */
  void stopListening() {
    all(ClientEntity.class).stream()
        .map(ClientEntity::log)
        .filter(log -> log != null)
        .forEach(CommandLog::stop);
  }

  @Override
  public void close() {
    all(StreamEntity.class).forEach(entity -> entity.stream().close());
    all(ClientEntity.class).forEach(entity -> entity.client().close());
  }

  private <T extends Entity> List<T> all(Class<T> type) {
    return entities.values().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
