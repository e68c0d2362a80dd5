package dev.tidewatch.access.control.openid;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/**
 * Where an OpenID provider is asked what (OpenID Connect Discovery 1.0, section 3).
 *
 * @param authorization where browsers are sent to log in
 * @param token where a code is exchanged for tokens
 * @param endSession where browsers are sent to log out; null if the provider has no such place
 * @param basic whether the client's password is sent in a header; otherwise it is in the form
 */
record ProviderMetadata(URI authorization, URI token, URI endSession, boolean basic) {

  private static final String BASIC = "client_secret_basic";

  /**
   * Reads a provider's document.
   *
   * @throws ParseException if it is not the issuer's, or names no places
   */
  static ProviderMetadata parse(String json, String issuer) throws ParseException {
    Map<String, Object> document = JSONObjectUtils.parse(json);
    // a document of somebody else's must not redirect people (section 4.3)
    if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
      throw new ParseException("the document is of another issuer", 0);
    }
    List<String> methods =
        JSONObjectUtils.getStringList(document, "token_endpoint_auth_methods_supported");
    return new ProviderMetadata(
        place(document, "authorization_endpoint"),
        place(document, "token_endpoint"),
        document.get("end_session_endpoint") == null
            ? null
            : place(document, "end_session_endpoint"),
        methods == null || methods.contains(BASIC));
  }

  private static URI place(Map<String, Object> document, String name) throws ParseException {
    URI place = JSONObjectUtils.getURI(document, name);
    if (place == null
        || place.getHost() == null
        || !String.valueOf(place.getScheme()).matches("https?")) {
      throw new ParseException("the document has no " + name, 0);
    }
    return place;
  }
}
