package dev.tidewatch.web.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.FakeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateOriginTest {

  private static final String LISTED = "https://shop.example";

  @Test
  void aListedPageMayAskForTheStateOfAFeedWithAToken() {
    FakeRequest preflight =
        FakeRequest.of("OPTIONS", "/api/feeds/orders")
            .with("Origin", LISTED)
            .with("Access-Control-Request-Method", "GET");
    assertThat(answers(preflight, LISTED)).isTrue();
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("Authorization");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isNull();

    FakeRequest get = FakeRequest.get("/api/feeds/orders").with("Origin", LISTED);
    assertThat(answers(get, LISTED)).isFalse();
    assertThat(get.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
    assertThat(answers(FakeRequest.get("/api/feeds/orders").with("Origin", LISTED), "*")).isFalse();
  }

  @Test
  void otherPagesAndOtherPathsMayNot() {
    for (FakeRequest request :
        List.of(
            FakeRequest.get("/api/feeds/orders").with("Origin", "https://evil.example"),
            FakeRequest.get("/api/feeds/orders"),
            FakeRequest.get("/api/feeds").with("Origin", LISTED),
            FakeRequest.get("/api/feeds/orders/changes").with("Origin", LISTED),
            FakeRequest.get("/api/students").with("Origin", LISTED))) {
      assertThat(answers(request, LISTED)).isFalse();
      assertThat(request.header("Access-Control-Allow-Origin")).isNull();
    }
    FakeRequest put =
        FakeRequest.of("OPTIONS", "/api/feeds/orders")
            .with("Origin", LISTED)
            .with("Access-Control-Request-Method", "PUT");
    assertThat(answers(put, LISTED)).isFalse();
    assertThat(put.header("Access-Control-Allow-Methods")).isNull();
  }

  private static boolean answers(FakeRequest request, String origins) {
    return StateOrigin.answers(request.request(), request.response(), List.of(origins));
  }
}
