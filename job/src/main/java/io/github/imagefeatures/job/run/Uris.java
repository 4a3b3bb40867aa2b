package io.github.imagefeatures.job.run;

import java.util.regex.Pattern;

/** Addresses as they may be written into logs and manifests. */
final class Uris {
  private static final Pattern USER_INFO = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/]*@");

  /** Such as the signature of an address that was signed for whoever has it. */
  private static final Pattern WEB_QUERY = Pattern.compile("^(https?://[^?]*\\?).*");

  private Uris() {}

  /** The address without user name, password and, of a web address, query. */
  static String masked(String uri) {
    return WEB_QUERY.matcher(USER_INFO.matcher(uri).replaceFirst("$1***@")).replaceFirst("$1***");
  }
}
