package dev.tidewatch.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as it was built, with what a test adds. */
public final class Deployments {

  private static final String CONFIG = "META-INF/microprofile-config.properties";

  private Deployments() {}

  /** The WAR, set to a test's database and collection, and more settings as lines. */
  public static WebArchive tidewatch(String mongo, String ns, String... settings) {
    WebArchive war =
        ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/tidewatch.war"));
    return war.addAsResource(
        new StringAsset(
            own(war)
                + "tidewatch.mongo="
                + mongo
                + "\ntidewatch.ns="
                + ns
                + "\n"
                + String.join("\n", settings)),
        CONFIG);
  }

  private static String own(WebArchive war) {
    try (InputStream in = war.get("WEB-INF/classes/" + CONFIG).getAsset().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
