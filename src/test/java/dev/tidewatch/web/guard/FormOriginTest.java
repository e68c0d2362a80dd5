package dev.tidewatch.web.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormOriginTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "same-origin, -, a.example, true",
        "same-origin, null, a.example, true",
        // behind a proxy that does not pass Host on
        "same-origin, https://a.example, 127.0.0.1:8080, true",
        "none, -, a.example, true",
        "cross-site, -, a.example, false",
        "cross-site, http://a.example, a.example, false",
        "same-site, http://b.a.example, a.example, false",
        "anything, http://a.example, a.example, false",
        "'', -, a.example, false",
        "-, http://a.example, a.example, true",
        "-, https://A.example, a.example:443, true",
        "-, http://a.example:8080, a.example:8080, true",
        "-, http://a.example:8080, a.example, false",
        "-, http://evil.example, a.example, false",
        "-, http://a.example.evil.example, a.example, false",
        "-, null, a.example, false",
        "-, http://a.example, -, false",
        "-, -, a.example, true",
      })
  void onlyPagesOfThisSiteSendForms(String site, String origin, String host, boolean allowed) {
    assertThat(FormOrigin.allowed(site, origin, host)).isEqualTo(allowed);
  }
}
