package dev.tidewatch.access.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.control.token.TokenFault;
import dev.tidewatch.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a token may be, and where not. */
class CredentialsTest {

  private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "  Bearer   "})
  void theHeaderHoldsAToken(String scheme) {
    Credentials found = of(FakeRequest.get("/").with("Authorization", scheme + JWT));

    assertThat(found.token()).isEqualTo(JWT);
    assertThat(found.fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YWRhOng=", "Bearerx y", "Digest x", ""})
  void anotherSchemeIsNoToken(String value) {
    Credentials found = of(FakeRequest.get("/").with("Authorization", value));

    assertThat(found.isGiven()).isFalse();
  }

  @Test
  void anEmptyTokenIsOneThatIsRefusedLater() {
    assertThat(of(FakeRequest.get("/").with("Authorization", "Bearer")).token()).isEmpty();
  }

  @Test
  void aSubprotocolHoldsAToken() {
    for (String offer :
        List.of(
            "tidewatch.v1, " + subprotocol(JWT),
            subprotocol(JWT) + ",tidewatch.v1",
            subprotocol(JWT))) {
      assertThat(of(FakeRequest.get("/feeds/a").with("Sec-WebSocket-Protocol", offer)).token())
          .isEqualTo(JWT);
    }
    assertThat(
            of(FakeRequest.get("/feeds/a").with("Sec-WebSocket-Protocol", "tidewatch.v1"))
                .isGiven())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "%41", "_w", "a.b"})
  void aSubprotocolThatIsNotBase64UrlOfATextHoldsNoneThatIsAccepted(String text) {
    FakeRequest request =
        FakeRequest.get("/feeds/a")
            .with("Sec-WebSocket-Protocol", Credentials.SUBPROTOCOL_PREFIX + text);

    assertThat(of(request).token()).isEmpty();
  }

  @Test
  void twoTokensAreRefusedWhereverTheyAre() {
    String bearer = "Bearer " + JWT;
    for (FakeRequest request :
        List.of(
            FakeRequest.get("/").with("Authorization", bearer).with("Authorization", bearer),
            FakeRequest.get("/")
                .with("Authorization", bearer)
                .with("Sec-WebSocket-Protocol", "tidewatch.v1, " + subprotocol(JWT)),
            FakeRequest.get("/")
                .with("Sec-WebSocket-Protocol", subprotocol(JWT) + ", " + subprotocol(JWT)),
            FakeRequest.get("/")
                .with("Sec-WebSocket-Protocol", subprotocol(JWT))
                .with("Sec-WebSocket-Protocol", subprotocol(JWT)))) {
      assertThat(of(request)).isEqualTo(new Credentials(null, TokenFault.REPEATED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?access_token=x",
        "/?a=b&Access_Token=x",
        "/?access%5Ftoken=x",
        "/?token",
        "/?id_token=",
        "/?x=" + JWT,
        "/?x=%65yJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        "/?" + JWT,
        "/" + JWT,
        "/a/" + JWT + "/b",
        "/%65yJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"
      })
  void aTokenInTheAddressIsRefusedAlsoBesideAGoodOne(String target) {
    Credentials refused = new Credentials(null, TokenFault.IN_ADDRESS);

    assertThat(of(FakeRequest.get(target))).isEqualTo(refused);
    assertThat(of(FakeRequest.get(target).with("Authorization", "Bearer " + JWT)))
        .isEqualTo(refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/feeds/orders/events?after=ODI2QjBBMUFCRjAwMDAwMDAxMkIw.gA&key=%7B%22a%22%3A1%7D",
        "/students?after=eyJ",
        "/?op=insert&tokens=1"
      })
  void whatIsNoTokenIsNotTakenForOne(String target) {
    assertThat(of(FakeRequest.get(target)).isGiven()).isFalse();
  }

  @Test
  void nothingPrintsAToken() {
    assertThat(of(FakeRequest.get("/").with("Authorization", "Bearer " + JWT)).toString())
        .doesNotContain("eyJ");
  }

  private static Credentials of(FakeRequest request) {
    return Credentials.of(request.request());
  }

  private static String subprotocol(String token) {
    return Credentials.SUBPROTOCOL_PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }
}
