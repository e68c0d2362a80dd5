package dev.tidewatch.access.control.login;

import java.util.regex.Pattern;

/**
 * Where a browser goes after a login: a path of this application, so that a link to the login never
 * leads to another site.
 */
public final class ReturnAddress {

  /** The most characters; a longer address is replaced by the application's first page. */
  private static final int MAX_LENGTH = 1_024;

  /**
   * Characters that a URI may hold (RFC 3986). Browsers read a backslash as a slash and ignore tabs
   * and line ends, so both could make another site's address of it.
   */
  private static final Pattern CHARACTERS =
      Pattern.compile("[A-Za-z0-9._~:/?@!$&'()*+,;=%\\[\\]-]+");

  private ReturnAddress() {}

  /**
   * Returns an address if it is one of this application, else the address of its first page.
   *
   * @param address what a client asks for; may be null
   * @param contextPath the application's, empty if it is the root
   */
  public static String of(String address, String contextPath) {
    String home = contextPath + "/";
    return address != null
            && address.length() <= MAX_LENGTH
            && address.startsWith(home)
            && !address.startsWith("//")
            && CHARACTERS.matcher(address).matches()
            && !address.contains("/../")
        ? address
        : home;
  }
}
