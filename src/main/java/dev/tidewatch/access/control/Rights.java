package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.config.AccessSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who has which right. What no setting allows is refused. Thread-safe. */
@ApplicationScoped
public class Rights {

  private static final Logger LOG = Logger.getLogger(Rights.class.getName());

  private final AccessSettings settings;

  /** For the container. */
  @Inject
  public Rights(AccessSettings settings) {
    this.settings = settings;
  }

  /** For the container's proxy. */
  protected Rights() {
    this(null);
  }

  /** Names what nobody may use, because a forgotten setting looks like a failure. */
  void logUnused(@Observes @Initialized(ApplicationScoped.class) Object started) {
    if (!settings.required()) {
      return;
    }
    Map<String, List<String>> lists = new TreeMap<>();
    lists.put("tidewatch.students.read", settings.studentsRead().orElse(List.of()));
    lists.put("tidewatch.students.write", settings.studentsWrite().orElse(List.of()));
    lists.put("tidewatch.messages.read", settings.messagesRead().orElse(List.of()));
    lists.put("tidewatch.messages.write", settings.messagesWrite().orElse(List.of()));
    lists.put("tidewatch.metrics.read", settings.metricsRead().orElse(List.of()));
    lists.values().removeIf(roles -> !roles.isEmpty());
    if (!lists.isEmpty()) {
      LOG.log(
          Level.INFO,
          "access is required, and nobody has a right whose setting is empty: {0}",
          String.join(", ", lists.keySet()));
    }
  }

  /** Whether callers need rights; otherwise everybody may do everything. */
  public boolean areRequired() {
    return settings.required();
  }

  /**
   * Whether a caller has a right.
   *
   * @throws dev.tidewatch.config.InvalidSettingException if the right's setting is invalid
   */
  public boolean has(Caller caller, Right right) {
    List<String> roles = roles(right);
    return !settings.required() || caller.hasAnyOf(roles);
  }

  private List<String> roles(Right right) {
    return switch (right) {
      case KNOWN -> List.of(Caller.ANYBODY);
      case READ_STUDENTS -> settings.studentsRead().get();
      case WRITE_STUDENTS -> settings.studentsWrite().get();
      case READ_MESSAGES -> settings.messagesRead().get();
      case WRITE_MESSAGES -> settings.messagesWrite().get();
      case READ_METRICS -> settings.metricsRead().get();
    };
  }
}
