package dev.tidewatch.access.control.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/students", "/messages?after=x%2Fy&n=1", "/feeds/a:b;c"})
  void aPathOfTheApplicationIsReturnedTo(String address) {
    assertThat(ReturnAddress.of(address, "")).isEqualTo(address);
    assertThat(ReturnAddress.of("/watch" + address, "/watch")).isEqualTo("/watch" + address);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "students",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "\t//evil.example/",
        "/\n/evil.example/",
        " //evil.example/",
        "javascript:alert(1)",
        "/é",
        "/a\r\nSet-Cookie: x=1",
        "/\u0000"
      })
  void anythingElseLeadsToTheFirstPage(String address) {
    assertThat(ReturnAddress.of(address, "")).isEqualTo("/");
    assertThat(ReturnAddress.of(address, "/watch")).isEqualTo("/watch/");
  }

  @ParameterizedTest
  @CsvSource({"/", "/watchers/", "/other/", "/watch/../other", "/watch"})
  void anotherApplicationOfTheServerIsNotReturnedTo(String address) {
    assertThat(ReturnAddress.of(address, "/watch")).isEqualTo("/watch/");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_025, 100_000})
  void anAddressThatIsTooLongLeadsToTheFirstPage(int length) {
    assertThat(ReturnAddress.of("/" + "x".repeat(length), "")).isEqualTo("/");
  }
}
