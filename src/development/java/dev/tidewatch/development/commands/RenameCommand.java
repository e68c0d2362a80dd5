package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.storage.DevelopmentBackend;
import dev.tidewatch.development.storage.RecordedCollection;
import io.netty.channel.Channel;

/** Runs renameCollection with a real server's errors, and told as one change. */
final class RenameCommand {

  private final DevelopmentBackend backend;

  RenameCommand(DevelopmentBackend backend) {
    this.backend = backend;
  }

  Document run(Channel channel, Document command) {
    Namespace from = Namespace.parse(Documents.string(command, "renameCollection"));
    Namespace to = Namespace.parse(Documents.string(command, "to"));
    if (!from.database().equals(to.database())) {
      throw CommandError.refused("renaming from one database to another");
    }
    if (from.equals(to)) {
      throw new CommandError(20, "IllegalOperation", "Can't rename a collection to itself");
    }
    if (collection(from) == null) {
      throw new CommandError(
          26, "NamespaceNotFound", "Source collection " + from + " does not exist");
    }
    boolean dropTarget = Documents.isTrue(command.get("dropTarget"));
    if (dropTarget && collection(to) instanceof RecordedCollection target) {
      target.supersede();
    }
    return backend.handleCommand(channel, "admin", "renameCollection", command);
  }

  private Object collection(Namespace namespace) {
    return backend
        .resolveDatabase(namespace.database())
        .resolveCollection(namespace.collection(), false);
  }
}
