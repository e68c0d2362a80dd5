package dev.tidewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiFilterTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/, /",
    "http://localhost:8080, /",
    "https://watch.example/watch/, /watch",
    "http://[::1]:8080/a%20b, /a%20b",
    "/, /",
    "/watch, /watch"
  })
  void aServersAddressIsAPathWithoutASlashAtItsEnd(String url, String expected) {
    assertThat(OpenApiFilter.relative(url)).isEqualTo(expected);
  }
}
