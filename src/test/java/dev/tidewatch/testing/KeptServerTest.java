package dev.tidewatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

class KeptServerTest {

  @Test
  void onlyTheSameFilesAndSettingsAreServedByTheSameServer() {
    String contents = KeptServer.contents(war("tidewatch.ns=a.b"));

    assertThat(KeptServer.contents(war("tidewatch.ns=a.b"))).isEqualTo(contents);
    assertThat(KeptServer.contents(war("tidewatch.ns=a.c"))).isNotEqualTo(contents);
    assertThat(KeptServer.contents(war("tidewatch.ns=a.b").addClass(KeptServerTest.class)))
        .isNotEqualTo(contents);
  }

  private static WebArchive war(String settings) {
    return ShrinkWrap.create(WebArchive.class)
        .addAsResource(new StringAsset(settings), "META-INF/microprofile-config.properties");
  }
}
