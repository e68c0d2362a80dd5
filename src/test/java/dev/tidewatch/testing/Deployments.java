package dev.tidewatch.testing;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as it was built, with what a test adds. */
public final class Deployments {

  private Deployments() {}

  /** The WAR, set to a test's database and collection. */
  public static WebArchive tidewatch(String mongo, String ns) {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/tidewatch.war"))
        .addAsResource(
            new StringAsset("tidewatch.mongo=" + mongo + "\ntidewatch.ns=" + ns + "\n"),
            "META-INF/microprofile-config.properties");
  }
}
