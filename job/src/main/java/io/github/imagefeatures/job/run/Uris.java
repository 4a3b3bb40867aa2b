package io.github.imagefeatures.job.run;

import java.util.regex.Pattern;

/** Addresses as they may be written into logs and manifests. */
final class Uris {
  private static final Pattern USER_INFO = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/]*@");

  private Uris() {}

  /** The address without user name and password, should it carry them. */
  static String masked(String uri) {
    return USER_INFO.matcher(uri).replaceFirst("$1***@");
  }
}
