package io.github.imagefeatures.failure;

import java.util.regex.Pattern;

/** Addresses as they may be written into files, logs and sentences. */
public final class Credentials {
  private static final String SCHEME = "([a-zA-Z][a-zA-Z0-9+.-]*://)";

  /**
   * The password may have slashes in it, as AWS's secret keys do. After the host a number is a
   * port.
   */
  private static final String WITH_PASSWORD = "[^/@\\s]*:(?![0-9]{1,5}(?:/|\\s|$))[^@\\s]*@";

  private static final Pattern USER_INFO =
      Pattern.compile(SCHEME + "(?:" + WITH_PASSWORD + "|[^/\\s]*@)");

  /**
   * The query of a web address, such as the signature that gives access to whoever has the address.
   */
  private static final Pattern WEB_QUERY = Pattern.compile("(https?://[^?\\s]*\\?)[^\\s'\"<>)]+");

  private static final Pattern PASSWORD = Pattern.compile("^" + SCHEME + WITH_PASSWORD + ".*");

  private Credentials() {}

  /**
   * A text without the credentials of the addresses in it.
   *
   * @param text an address or a sentence, as of an exception; may be null
   * @return the text, every address without user name, password and, of a web address, query
   */
  public static String masked(String text) {
    if (text == null || !text.contains("://")) {
      return text;
    }
    return WEB_QUERY.matcher(USER_INFO.matcher(text).replaceAll("$1***@")).replaceAll("$1***");
  }

  /**
   * Whether an address holds a password.
   *
   * @param uri an address or a path
   * @return true if there is one
   */
  public static boolean holdsPassword(String uri) {
    return PASSWORD.matcher(uri).matches();
  }
}
