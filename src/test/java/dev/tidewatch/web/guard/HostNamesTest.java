package dev.tidewatch.web.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

  private static final HostNames UNSET = new HostNames(List.of());
  private static final HostNames INVALID = new HostNames(List.of("http://watch.example"));
  private static final HostNames LISTED =
      new HostNames(List.of("watch.example", "Tls.Example:443", "port.example:8443", "bücher.de"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8888",
        "LocalHost:1",
        "localhost.",
        "localhost.:80",
        "localhost:",
        "127.0.0.1",
        "127.0.0.1:65535",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]"
      })
  void loopbackNamesAreAlwaysAnswered(String host) {
    assertThat(UNSET.answers(host, true)).isTrue();
    assertThat(LISTED.answers(host, true)).isTrue();
    assertThat(LISTED.answers(host, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8888",
        "localhost.evil.example",
        "evil.localhost",
        "user@localhost",
        "localhost@evil.example",
        "localhost:80:80",
        "localhost:port",
        "localhost:65536",
        "localhost, evil.example",
        "localhost/",
        "localhost#",
        "local host",
        "127.0.0.2",
        "2130706433",
        "127.1",
        "::1",
        "[::1%lo]",
        "[::1",
        "[::2]",
        "[::ffff:127.0.0.2]",
        ".",
        "..",
        ":80",
        ""
      })
  void anyOtherNameIsRefusedAtALoopbackAddress(String host) {
    assertThat(UNSET.answers(host, true)).isFalse();
    assertThat(LISTED.answers(host, true)).isFalse();
    assertThat(LISTED.answers(host, false)).isFalse();
  }

  @Test
  void aRequestWithoutAHostIsRefusedWhereNamesCount() {
    assertThat(UNSET.answers(null, true)).isFalse();
    assertThat(LISTED.answers(null, false)).isFalse();
    assertThat(UNSET.answers(null, false)).isTrue();
  }

  @Test
  void atAnotherAddressEveryNameIsAnsweredUntilSomeAreListed() {
    assertThat(UNSET.answers("evil.example", false)).isTrue();
    assertThat(LISTED.answers("evil.example", false)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "watch.example,          true",
    "watch.example:1234,     true",
    "WATCH.example.,         true",
    "tls.example,            true",
    "tls.example:443,        true",
    "tls.example:80,         false",
    "port.example:8443,      true",
    "port.example,           false",
    "xn--bcher-kva.de,       true",
    "a.watch.example,        false",
    "watch.example.evil.com, false"
  })
  void listedNamesAreAnsweredWithThePortThatIsListed(String host, boolean answered) {
    assertThat(LISTED.answers(host, true)).isEqualTo(answered);
    assertThat(LISTED.answers(host, false)).isEqualTo(answered);
  }

  @Test
  void aStarIsAnyNameAndNone() {
    HostNames any = new HostNames(List.of("*"));

    assertThat(any.answers("evil.example", true)).isTrue();
    assertThat(any.answers(null, true)).isTrue();
  }

  @Test
  void anItemThatIsNoNameMatchesNothing() {
    HostNames invalid = new HostNames(List.of("http://evil.example", "*.evil.example"));

    assertThat(invalid.answers("evil.example", false)).isFalse();
    assertThat(invalid.answers("a.evil.example", true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.9.1, true",
    "0:0:0:0:0:0:0:1, true",
    "::1%lo, true",
    "::ffff:127.0.0.1, true",
    "10.0.0.1, false",
    "0.0.0.0, false",
    "fe80::1%eth0, false",
    "localhost, false"
  })
  void loopbackAddressesAreKnown(String address, boolean loopback) {
    assertThat(Hosts.isLoopback(address)).isEqualTo(loopback);
    assertThat(Hosts.isLoopback(null)).isFalse();
  }

  @Test
  void aListOfInvalidNamesAloneAnswersNoOther() {
    assertThat(INVALID.answers("watch.example", false)).isFalse();
    assertThat(INVALID.answers("localhost", false)).isTrue();
    assertThat(UNSET.answers("watch.example", false)).isTrue();
  }
}
