package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.IdRules;
import dev.tidewatch.development.documents.Unsupported;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.storage.DevelopmentBackend;
import dev.tidewatch.development.streams.ChangeStreams;
import dev.tidewatch.development.wire.Greeting;
import dev.tidewatch.development.wire.WireDecoder;
import dev.tidewatch.development.wire.WireRequest;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/**
 * Takes every command: change streams, greetings and writes are answered here, the rest is
 * mongo-java-server's. Owned by the database's one thread.
 */
public final class Commands {

  private static final System.Logger LOG = System.getLogger(Commands.class.getName());

  private static final Document OK = new Document("ok", 1.0);

  private final DevelopmentBackend backend;
  private final Oplog oplog;
  private final ChangeStreams streams;
  private final StreamCommands streamCommands;
  private final Diagnostics diagnostics;
  private final RetryableWrites retryable = new RetryableWrites();

  public Commands(DevelopmentBackend backend, Oplog oplog, ChangeStreams streams) {
    this.backend = backend;
    this.oplog = oplog;
    this.streams = streams;
    this.diagnostics = new Diagnostics(backend);
    this.streamCommands = new StreamCommands(backend, oplog, streams);
  }

  /** Runs a command; the reply is given on this thread, now or, for a getMore, later. */
  public void run(Channel channel, WireRequest request, Consumer<Document> reply) {
    Consumer<Document> timed = body -> reply.accept(withTimes(body));
    try {
      if (WireDecoder.UNDEFINED_ID.equals(request.unreadable())) {
        throw IdRules.invalid("undefined");
      }
      if (request.unreadable() != null) {
        throw CommandError.refused("support for this message (" + request.unreadable() + ")");
      }
      dispatch(channel, request.database(), request.command(), timed);
    } catch (MongoServerException e) {
      timed.accept(CommandError.reply(e));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "failed: " + request.command(), e);
      timed.accept(CommandError.reply(e));
    }
  }

  public void disconnected(Channel channel) {
    streams.disconnected(channel);
    backend.handleClose(channel);
  }

  private void dispatch(
      Channel channel, String database, Document command, Consumer<Document> reply) {
    String name = command.keySet().iterator().next();
    Refusals.check(name, command);
    long cursorId = name.equals("getMore") ? Documents.number(command, name, 0) : 0;
    if (streams.has(cursorId)) {
      streams.getMore(channel, cursorId, command, reply);
    } else {
      reply.accept(answer(channel, database, name, command));
    }
  }

  private Document answer(Channel channel, String database, String name, Document command) {
    WriteCommands writes = new WriteCommands(given -> storage(channel, database, name, given));
    return switch (name) {
      case "hello" -> Greeting.hello(address(channel), false, channel.id().hashCode());
      case "isMaster", "ismaster" ->
          Greeting.hello(address(channel), true, channel.id().hashCode());
      case "buildInfo", "buildinfo" -> Greeting.buildInfo();
      case "replSetGetStatus" -> Greeting.status(address(channel));
      case "getParameter" -> Greeting.parameters(command);
      case "connectionStatus" -> Diagnostics.connectionStatus(command);
      case "hostInfo" -> Diagnostics.hostInfo(address(channel));
      case "getCmdLineOpts" -> Diagnostics.cmdLineOpts();
      case "getLog" -> Diagnostics.log(command);
      case "usersInfo" -> Diagnostics.none("users");
      case "rolesInfo" -> Diagnostics.none("roles");
      case "collStats", "collstats" -> diagnostics.collStats(database, name, command);
      case "insert" -> retryable.once(command, () -> writes.insert(command));
      case "update" -> retryable.once(command, () -> writes.update(command));
      case "delete" -> retryable.once(command, () -> writes.delete(command));
      case "findAndModify", "findandmodify" ->
          retryable.once(command, () -> storage(channel, database, "findAndModify", command));
      case "renameCollection" -> new RenameCommand(backend).run(channel, command);
      case "listDatabases", "listdatabases" -> new DatabaseList(backend).reply(command);
      case "startSession", "refreshSessions", "endSessions", "killSessions" -> sessions();
      case "create" ->
          exists(database, command, name) ? OK.clone() : storage(channel, database, name, command);
      case "drop" ->
          exists(database, command, name) ? storage(channel, database, name, command) : OK.clone();
      case "find" ->
          SnapshotFind.isAsked(command)
              ? new SnapshotFind(backend, oplog).reply(database, command)
              : storage(channel, database, name, command);
      case "listCollections" ->
          new CollectionList(backend)
              .reply(database, command, storage(channel, database, name, command));
      case "dataSize", "datasize" -> diagnostics.dataSize(name, command);
      case "aggregate" -> aggregate(channel, database, command);
      case "getMore" -> {
        command.putIfAbsent("batchSize", 1000);
        yield storage(channel, database, name, command);
      }
      case "killCursors" -> streamCommands.kill(command);
      case "commitTransaction", "abortTransaction" -> throw CommandError.refused("transactions");
      default -> storage(channel, database, name, command);
    };
  }

  private Document aggregate(Channel channel, String database, Document command) {
    if (StreamCommands.opensStream(command)) {
      return streamCommands.open(database, command);
    }
    if (Diagnostics.isCollStats(command)) {
      return diagnostics.collStatsStage(database, command, address(channel));
    }
    if (command.containsKey("pipeline")) {
      command.put("pipeline", Unsupported.stages(Documents.list(command, "pipeline")));
    }
    return storage(channel, database, "aggregate", command);
  }

  /** Creating what exists and dropping what does not is no error, as of MongoDB 7.0. */
  private boolean exists(String database, Document command, String field) {
    String name = Documents.string(command, field);
    return backend.resolveDatabase(database).resolveCollection(name, false) != null;
  }

  /** Drivers make up sessions by themselves; there is nothing to keep of them here. */
  private static Document sessions() {
    return new Document("id", new Document("id", java.util.UUID.randomUUID()))
        .append("timeoutMinutes", 30)
        .append("ok", 1.0);
  }

  private Document storage(Channel channel, String database, String name, Document command) {
    return backend.handleCommand(channel, database, name, command);
  }

  private Document withTimes(Document reply) {
    Document signature = new Document("hash", new de.bwaldvogel.mongo.bson.BinData(new byte[20]));
    return reply
        .append(
            "$clusterTime",
            new Document("clusterTime", oplog.operationTime())
                .append("signature", signature.append("keyId", 0L)))
        .append("operationTime", oplog.operationTime());
  }

  private static String address(Channel channel) {
    return channel.localAddress() instanceof java.net.InetSocketAddress local
        ? local.getAddress().getHostAddress() + ":" + local.getPort()
        : channel.localAddress().toString();
  }
}
