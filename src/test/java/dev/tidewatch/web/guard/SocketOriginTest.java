package dev.tidewatch.web.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketOriginTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8888, localhost:8888",
    "http://LocalHost:8888, localhost:8888",
    "http://a.example, a.example",
    "http://a.example:80, a.example",
    "https://a.example, a.example:443",
    "https://[::1]:8443, [::1]:8443"
  })
  void aPageOfThisHostMayConnect(String origin, String host) {
    assertThat(SocketOrigin.allowed(origin, host, List.of())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, a.example",
    "http://a.example:8888, a.example",
    "https://a.example:80, a.example:443",
    "http://a.example.evil.example, a.example",
    "null, a.example",
    "http://, a.example",
    "'%%%', a.example"
  })
  void aPageOfAnotherHostMayNot(String origin, String host) {
    assertThat(SocketOrigin.allowed(origin, host, List.of("http://b.example"))).isFalse();
  }

  @Test
  void programsSendNoOriginAndMayConnect() {
    assertThat(SocketOrigin.allowed(null, "a.example", List.of())).isTrue();
  }

  @Test
  void listedOriginsMayConnect() {
    assertThat(SocketOrigin.allowed("http://b.example", "a.example", List.of("http://b.example")))
        .isTrue();
    assertThat(SocketOrigin.allowed("http://c.example", "a.example", List.of("*"))).isTrue();
  }
}
