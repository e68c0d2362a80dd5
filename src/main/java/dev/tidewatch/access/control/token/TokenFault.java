package dev.tidewatch.access.control.token;

/**
 * Why a token is refused. For the audit alone: a client gets the same answer for every fault,
 * because each difference would tell somebody who tries tokens how far one came.
 */
public enum TokenFault {
  TOO_LONG("the token is longer than 8 KB"),
  REPEATED("the request holds more than one token"),
  IN_ADDRESS("the address holds a token"),
  MALFORMED("the token is not a signed JWT"),
  HEADER("the token's header has a parameter that is not accepted"),
  TYPE("the token is of another type"),
  ALGORITHM("the token's algorithm is not accepted"),
  KEY("no key fits the token"),
  SIGNATURE("the token's signature is wrong"),
  ISSUER("the token is of another issuer"),
  AUDIENCE("the token is for another audience"),
  SUBJECT("the token names no subject"),
  EXPIRED("the token has expired, or has no expiry"),
  NOT_YET("the token is not valid yet"),
  REVOKED("the token is older than the disconnection of its caller"),
  NO_TOKENS("no token is accepted, see the settings tidewatch.jwt.*");

  private final String text;

  TokenFault(String text) {
    this.text = text;
  }

  /** A sentence without its end; it holds nothing of the token. */
  public String text() {
    return text;
  }
}
