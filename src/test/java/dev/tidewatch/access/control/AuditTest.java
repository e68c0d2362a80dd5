package dev.tidewatch.access.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.testing.MapConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTest {

  private static final Audit.Origin POLL = new Audit.Origin(Entrance.POLL, "192.0.2.1");

  private final Logger logger = Logger.getLogger(Audit.LOGGER);
  private final List<String> lines = new ArrayList<>();
  private final Handler handler = new Lines();
  private final Audit audit = audit("required");

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
  }

  @Test
  void aLineSaysWhoWhatHowAndFromWhere() {
    audit.begun(caller("ada"), "orders", POLL);

    assertThat(lines)
        .containsExactly("session begun, caller \"ada\", \"orders\", poll, from 192.0.2.1");
    assertThat(audit.total(Entrance.POLL, Outcome.BEGUN)).isOne();
    assertThat(audit.total(Entrance.SSE, Outcome.BEGUN)).isZero();
  }

  @Test
  void nobodyForgesALine() {
    audit.begun(caller("ada\", from 10.0.0.1\nsession begun, caller \"eve\u202e"), "a", POLL);
    audit.refused(Caller.UNKNOWN, "/\r\n\u001b[2J" + "x".repeat(500), POLL, Outcome.UNKNOWN, "why");

    assertThat(lines).hasSize(2).noneMatch(line -> line.matches("(?s).*\\p{Cntrl}.*"));
    assertThat(lines.get(0)).contains("\\\", from 10.0.0.1\\nsession").contains("\\u202e");
    assertThat(lines.get(1)).hasSizeLessThan(300).contains("caller unknown", ": why");
  }

  @Test
  void refusalsWithoutEndAreCountedAndFillNoLog() {
    for (int i = 0; i < 10_000; i++) {
      audit.refused(Caller.UNKNOWN, "/", POLL, Outcome.BAD_TOKEN, "why");
    }

    assertThat(audit.total(Entrance.POLL, Outcome.BAD_TOKEN)).isEqualTo(10_000);
    // 20 a second, and a machine that is kept waiting takes a few
    assertThat(lines).hasSizeBetween(20, 1000);
  }

  @Test
  void whileAccessIsOpenNothingIsSaidOrCounted() {
    Audit open = audit("open");
    open.begun(Caller.UNKNOWN, "a", POLL);
    open.refused(Caller.UNKNOWN, "/", POLL, Outcome.UNKNOWN, "why");

    assertThat(lines).isEmpty();
    assertThat(open.total(Entrance.POLL, Outcome.BEGUN)).isZero();
  }

  private static Caller caller(String name) {
    return new Caller(name, Set.of("staff"), Map.of("mail", "a@b"), Instant.MAX);
  }

  private static Audit audit(String mode) {
    return new Audit(new Settings(new MapConfig(Map.of("tidewatch.access", mode))).access());
  }

  private final class Lines extends Handler {

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {
      // nothing is kept back
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
