package dev.tidewatch.servers;

import dev.tidewatch.development.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Payara Server, by {@code scripts/deploy-payara}, in a domain of its own. */
final class PayaraServer implements AppServer.Administered {

  private final int port = FreePorts.any();
  private final int adminPort = FreePorts.from(port + 1000);
  private final String domain = "it-" + port;

  private final Map<String, String> more;

  private PayaraServer(Map<String, String> more) {
    this.more = more;
  }

  /** Starts it with settings as options. */
  static PayaraServer start(String mongo, String ns) {
    return start(mongo, ns, Map.of());
  }

  /** As above, with more settings as environment variables. */
  static PayaraServer start(String mongo, String ns, Map<String, String> more) {
    PayaraServer server = new PayaraServer(more);
    try {
      server.deploy(
          "--port",
          "" + server.port,
          "--admin-port",
          "" + server.adminPort,
          "--mongo",
          mongo,
          "--ns",
          ns);
      return server;
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** What the console and others administrate it through. */
  PayaraAdmin admin() {
    return new PayaraAdmin(console().resolve("management/domain/"));
  }

  /** The console itself. */
  URI console() {
    return URI.create("http://127.0.0.1:" + adminPort + "/");
  }

  @Override
  public URI base() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  @Override
  public URI management() {
    return base();
  }

  @Override
  public String mark() {
    return "domains/" + domain;
  }

  @Override
  public void deploy(String... options) {
    script(options);
  }

  @Override
  public void redeploy() {
    admin().redeploy(Path.of("target/tidewatch.war").toAbsolutePath());
  }

  @Override
  public void undeploy() {
    script("--undeploy");
  }

  @Override
  public Path log() {
    return folder().orElseThrow().resolve("logs/server.log");
  }

  @Override
  public void stop() {
    script("--stop");
  }

  @Override
  public void close() {
    ServerJvm.kill(mark());
    folder().ifPresent(Folders::delete);
  }

  private void script(String... options) {
    Script.run(
        AppServer.settings(more),
        AppServer.words(List.of("scripts/deploy-payara", "--domain", domain), options));
  }

  /** Adds a user of applications, as an administrator does. */
  void addUser(String name, String password, String groups) {
    try {
      Path passwords = Files.createTempFile("tidewatch-password", null);
      Files.writeString(passwords, "AS_ADMIN_USERPASSWORD=" + password);
      Script.run(
          Map.of("TERM", "dumb"),
          List.of(
              home().orElseThrow().resolve("bin/asadmin").toString(),
              "--interactive=false",
              "--port",
              "" + adminPort,
              "--passwordfile",
              passwords.toString(),
              "create-file-user",
              "--groups",
              groups.replace(',', ':'),
              name));
      Files.delete(passwords);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Path> folder() {
    return home()
        .map(path -> path.resolve("glassfish/domains").resolve(domain))
        .filter(Files::exists);
  }

  private static Optional<Path> home() {
    try (Stream<Path> target = Files.list(Path.of("target"))) {
      return target
          .filter(path -> path.getFileName().toString().matches("payara-\\d.*"))
          .map(path -> path.resolve("payara6"))
          .findAny();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
