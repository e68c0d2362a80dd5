package dev.tidewatch.servers;

import dev.tidewatch.development.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** WildFly, by {@code scripts/deploy-wildfly}, in a folder of its own. */
final class WildFlyServer implements AppServer.Administered {

  private final int port = FreePorts.any();
  private final int managementPort = FreePorts.from(port + 1000);
  private final Path base = Path.of("target/it-wildfly-" + port).toAbsolutePath();

  private final Map<String, String> more;

  private WildFlyServer(Map<String, String> more) {
    this.more = more;
  }

  /** Starts it with settings as options. */
  static WildFlyServer start(String mongo, String ns) {
    return start(mongo, ns, Map.of());
  }

  /** As above, with more settings as environment variables. */
  static WildFlyServer start(String mongo, String ns, Map<String, String> more) {
    WildFlyServer server = new WildFlyServer(more);
    try {
      server.deploy("--mongo", mongo, "--ns", ns);
      return server;
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  @Override
  public URI base() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  @Override
  public URI management() {
    return URI.create("http://127.0.0.1:" + managementPort + "/");
  }

  @Override
  public String mark() {
    return "-Djboss.server.base.dir=" + base;
  }

  @Override
  public void deploy(String... options) {
    script(options);
  }

  @Override
  public void redeploy() {
    cli("/deployment=tidewatch.war:redeploy");
  }

  /** Has the server do what its administrator types, one command after the other. */
  void cli(String... commands) {
    Script.run(
        Map.of(),
        List.of(
            "bash",
            home().resolve("bin/jboss-cli.sh").toString(),
            "--connect",
            "--controller=127.0.0.1:" + managementPort,
            "--commands=" + String.join(",", commands)));
  }

  @Override
  public Path log() {
    return base.resolve("log/server.log");
  }

  /** Adds a user of applications, as an administrator does; a server that runs has to read it. */
  void addUser(String name, String password, String groups) {
    Script.run(
        Map.of(),
        List.of(
            "bash",
            home().resolve("bin/add-user.sh").toString(),
            "--silent",
            "-a",
            "-sc",
            base.resolve("configuration").toString(),
            "-u",
            name,
            "-p",
            password,
            "-g",
            groups));
    cli("/subsystem=elytron/properties-realm=ApplicationRealm:load");
  }

  @Override
  public void undeploy() {
    script("--undeploy");
  }

  @Override
  public void stop() {
    script("--stop");
  }

  @Override
  public void close() {
    ServerJvm.kill(mark());
    Folders.delete(base);
  }

  private void script(String... options) {
    List<String> command =
        List.of(
            "scripts/deploy-wildfly",
            "--base",
            base.toString(),
            "--port",
            "" + port,
            "--management-port",
            "" + managementPort);
    Script.run(environment(), AppServer.words(command, options));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new java.util.HashMap<>(AppServer.settings(more));
    environment.put("JAVA_OPTS", "-Xmx512m");
    return environment;
  }

  private static Path home() {
    try (Stream<Path> target = Files.list(Path.of("target"))) {
      return target
          .filter(path -> path.getFileName().toString().matches("wildfly-\\d.*"))
          .findAny()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
