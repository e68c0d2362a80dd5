package dev.tidewatch.web.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser sends, by the page that makes it send. */
class CookieOriginTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // a page, typed; from our page; from a program
        "GET, -, none, true",
        "GET, -, same-origin, true",
        "GET, -, -, true",
        // a script or a form of our page
        "GET, https://watch.example, same-origin, true",
        "POST, https://watch.example, same-origin, true",
        "GET, https://WATCH.example:443, -, true",
        // a WebSocket of our page, which has no Sec-Fetch-Site in some browsers
        "GET, https://watch.example, -, true",
        // the same of other sites
        "GET, https://evil.example, -, false",
        "GET, https://evil.example, cross-site, false",
        "GET, https://evil.example, same-origin, false",
        "GET, https://watch.example, cross-site, false",
        "GET, https://a.watch.example, same-site, false",
        "GET, https://watch.example:8443, -, false",
        "GET, https://watch.example.evil.example, -, false",
        "GET, null, -, false",
        "GET, null, same-origin, false",
        "GET, '', -, false",
        // a picture, a script, a frame of another site
        "GET, -, cross-site, false",
        "GET, -, same-site, false",
        "GET, -, anything, false",
        "POST, -, cross-site, false"
      })
  void aCookieCountsForOurPagesAlone(String method, String origin, String site, boolean counts) {
    FakeRequest request = FakeRequest.of(method, "/").with("Host", "watch.example");
    if (origin != null) {
      request.with("Origin", origin);
    }
    if (site != null) {
      request.with("Sec-Fetch-Site", site);
    }

    assertThat(CookieOrigin.counts(request.request())).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, navigate, document, true",
    "POST, navigate, document, false",
    "GET, navigate, iframe, false",
    "GET, no-cors, document, false",
    "GET, websocket, websocket, false"
  })
  void aLinkOfAnotherSiteLeadsToThePage(String method, String mode, String dest, boolean counts) {
    FakeRequest request =
        FakeRequest.of(method, "/")
            .with("Host", "watch.example")
            .with("Sec-Fetch-Site", "cross-site")
            .with("Sec-Fetch-Mode", mode)
            .with("Sec-Fetch-Dest", dest);

    assertThat(CookieOrigin.counts(request.request())).isEqualTo(counts);
  }

  @Test
  void twoOriginsOrNoHostAreNotOurs() {
    FakeRequest two =
        FakeRequest.get("/")
            .with("Host", "watch.example")
            .with("Origin", "https://watch.example")
            .with("Origin", "https://evil.example");
    FakeRequest none = FakeRequest.get("/").with("Origin", "https://watch.example");

    assertThat(CookieOrigin.counts(two.request())).isFalse();
    assertThat(CookieOrigin.counts(none.request())).isFalse();
  }
}
