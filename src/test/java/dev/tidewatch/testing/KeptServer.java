package dev.tidewatch.testing;

import static org.awaitility.Awaitility.await;

import fish.payara.arquillian.container.payara.managed.PayaraMicroDeployableContainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.Node;

/**
 * Payara Micro that goes on after a test class, for the next one if that deploys the same files and
 * settings: a start takes most of the time of a short class. It ends when another deployment
 * begins, or with this JVM. Found by Arquillian through {@code META-INF/services}.
 */
public final class KeptServer extends PayaraMicroDeployableContainer {

  /** Shared by the JVMs in which a server goes on. */
  static final String LOCK = "kept-server";

  private static final Duration STOP = Duration.ofMinutes(1);

  // Arquillian makes a container for each class
  private static KeptServer running;

  private ForkLock kept;
  private String contents;
  private Archive<?> deployed;
  private ProtocolMetaData place;

  /** Puts it in the adapter's place. */
  public static final class Extension implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
      builder.override(
          DeployableContainer.class, PayaraMicroDeployableContainer.class, KeptServer.class);
    }
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    String wanted = contents(archive);
    if (running != null && running.contents.equals(wanted) && running.listens()) {
      return running.place;
    }
    end();
    ForkLock lock = ForkLock.share(LOCK);
    try {
      place = super.deploy(archive);
    } catch (DeploymentException | RuntimeException e) {
      lock.close();
      throw e;
    }
    kept = lock;
    contents = wanted;
    deployed = archive;
    running = this;
    return place;
  }

  @Override
  public void undeploy(Archive<?> archive) {
    // the next deployment decides
  }

  /** Ends the server that goes on in this JVM, if one does. */
  static void end() {
    if (running != null) {
      KeptServer ended = running;
      running = null;
      ended.undeploy();
      // the next one takes the same port
      await().atMost(STOP).until(() -> !ended.listens());
      ended.kept.close();
    }
  }

  private boolean listens() {
    HTTPContext http = place.getContexts(HTTPContext.class).iterator().next();
    try (Socket socket = new Socket(http.getHost(), http.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void undeploy() {
    try {
      super.undeploy(deployed);
    } catch (DeploymentException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of its files, and what its settings say. */
  static String contents(Archive<?> archive) {
    StringBuilder contents = new StringBuilder();
    for (Node file : archive.getContent().values()) {
      contents.append(file.getPath().get()).append('\n');
      if (file.getPath().get().endsWith(".properties")) {
        try (InputStream in = file.getAsset().openStream()) {
          contents.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return contents.toString();
  }
}
