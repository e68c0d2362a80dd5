package dev.tidewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZip",
        "x-gzip",
        "gzip, deflate, br, zstd",
        "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "deflate,gzip ; q=0.001",
        "*",
        "*;q=0.5",
        "identity;q=0.5, gzip",
        "identity;q=0, *",
        "gzip;Q=1.000",
        ", gzip,"
      })
  void theseAskForGzip(String header) {
    assertThat(AcceptEncoding.asksForGzip(List.of(header))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br",
        "gzipped",
        "gzip;q=0",
        "gzip;q=0.000",
        "gzip;q=0, *",
        "x-gzip;q=0, *;q=1",
        "*;q=0",
        "identity, gzip;q=0.5",
        "identity;q=0.9, *;q=0.5",
        "gzip;q=-1",
        "gzip;q=2",
        "gzip;q=NaN",
        "gzip;q=",
        "gzip;level=9",
        "gzip, gzip;q=0"
      })
  void theseDoNot(String header) {
    assertThat(AcceptEncoding.asksForGzip(List.of(header))).isFalse();
  }

  @Test
  void noHeaderAsksForNothingAndSeveralAreOne() {
    assertThat(AcceptEncoding.asksForGzip(List.of())).isFalse();
    assertThat(AcceptEncoding.asksForGzip(List.of("br", "gzip"))).isTrue();
    assertThat(AcceptEncoding.asksForGzip(List.of("gzip", "identity, gzip;q=0.1"))).isFalse();
  }
}
