package dev.tidewatch.testing.mongo;

import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.MongoUse;
import dev.tidewatch.testing.faults.CrashWatch;
import dev.tidewatch.testing.faults.ProcessReaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * A real replica set that a test starts, owns and breaks, with elections within about three
 * seconds. Its members have numbers from 0; one that crashes by itself is started again. Nothing of
 * it outlives this JVM.
 *
 * <p>For tests that are marked {@link NeedsMongod}. Any thread.
 */
public final class ReplicaSet implements AutoCloseable {

  static final String NAME = "rs0";
  public static final String HOST = "127.0.0.1";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ELECTION = Duration.ofSeconds(60);
  private static final int STEPPED_DOWN_SECONDS = 10;

  private final List<Mongod> members = new ArrayList<>();
  private final List<MemberState> states = new ArrayList<>();
  private final CrashWatch crashes = new CrashWatch(members);
  private final ProcessReaper guardian;

  private ReplicaSet(int size, List<String> options) {
    try {
      Path directory = Files.createTempDirectory("tidewatch-mongod");
      guardian = new ProcessReaper(directory);
      int port = FreePorts.any();
      for (int i = 0; i < size; i++) {
        Mongod member = new Mongod(port, directory, options, guardian);
        members.add(member);
        states.add(new MemberState(port));
        port = FreePorts.from(port + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one of a member whose oplog soon leaves out what is old. */
  public static ReplicaSet startWithSmallOplog() {
    // what has left a checkpoint is what may leave the oplog: one a second instead of one a minute
    return start(
        1, "--oplogSize", "1", "--syncdelay", "1", "--setParameter", "minOplogTruncationPoints=2");
  }

  /** Starts one, of one or three members, with more options of mongod; returns when it is well. */
  public static ReplicaSet start(int size, String... options) {
    MongoUse.note(MongoUse.Kind.OWN);
    ReplicaSet set = new ReplicaSet(size, List.of(options));
    try {
      set.members.forEach(Mongod::start);
      set.crashes.start();
      await().atMost(START).until(() -> set.states.get(0).initiate(set.hosts()));
      set.awaitHealth();
      return set;
    } catch (RuntimeException e) {
      set.close();
      throw e;
    }
  }

  /** The connection string, which names every member. */
  public String uri() {
    return "mongodb://" + String.join(",", hosts()) + "/?replicaSet=" + NAME;
  }

  private List<String> hosts() {
    return members.stream().map(member -> HOST + ":" + member.port()).toList();
  }

  /** SIGKILL, as a crash; the member stays away until it is started. */
  public void kill(int member) {
    members.get(member).kill();
  }

  /** Starts a member that was killed on the data it had. */
  public void restart(int member) {
    members.get(member).start();
  }

  /** SIGSTOP: the member hangs. */
  public void pause(int member) {
    members.get(member).pause();
  }

  /** SIGCONT. */
  public void resume(int member) {
    members.get(member).resume();
  }

  /** Makes a primary give its place up; nothing happens if it is none or does not answer. */
  public void stepDown(int member) {
    try {
      states
          .get(member)
          .admin(
              new Document("replSetStepDown", STEPPED_DOWN_SECONDS)
                  .append("secondaryCatchUpPeriodSecs", 1)
                  .append("force", true));
    } catch (MongoException e) {
      // it is busy, stopped or dead, and so no primary for long either
    }
  }

  /** The member that takes writes; of two, the one that was elected last. */
  public OptionalInt primary() {
    int primary = -1;
    ObjectId latest = null;
    for (int i = 0; i < members.size(); i++) {
      Optional<ObjectId> elected = states.get(i).elected();
      if (elected.isPresent() && (latest == null || elected.get().compareTo(latest) > 0)) {
        latest = elected.get();
        primary = i;
      }
    }
    return primary < 0 ? OptionalInt.empty() : OptionalInt.of(primary);
  }

  /** Waits until there is a primary and returns it. */
  public int awaitPrimary() {
    return await().atMost(ELECTION).until(this::primary, OptionalInt::isPresent).getAsInt();
  }

  /** Waits until one member is the primary and all others are its secondaries. */
  public void awaitHealth() {
    try {
      await().atMost(ELECTION).until(this::isHealthy);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "the replica set is not well after " + ELECTION + ": " + lastWords(), e);
    }
  }

  private boolean isHealthy() {
    return states.stream().allMatch(MemberState::isServing)
        && states.stream().filter(state -> state.elected().isPresent()).count() == 1;
  }

  private String lastWords() {
    return members.stream()
        .map(member -> "\n--- " + member.port() + "\n" + member.lastWords())
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    crashes.close();
    states.forEach(MemberState::close);
    guardian.close();
  }
}
