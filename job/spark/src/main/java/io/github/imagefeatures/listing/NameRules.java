package io.github.imagefeatures.listing;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.GlobPattern;

/**
 * What a file is taken for by its name: its path below the folder or the tar that is listed,
 * folders separated by {@code /}.
 */
public final class NameRules {

  private static final Pattern COMPRESSED_TAR =
      Pattern.compile(".*\\.(tar\\.(gz|bz2|xz|zst|lz4|lzma|z|br)|tgz|tbz2?|txz|tzst|taz)");

  private final GlobPattern glob;

  /**
   * @param glob for names in lower case
   */
  NameRules(GlobPattern glob) {
    this.glob = glob;
  }

  /**
   * Whether it, or a folder on the way to it, begins with a dot, or the folder is one that
   * Synology's stations ({@code @eaDir}) and macOS' archives ({@code __MACOSX}) lay beside images,
   * with images' names in it.
   */
  static boolean isHidden(String relative) {
    return relative.startsWith(".")
        || relative.contains("/.")
        || isBelow("@eaDir/", relative)
        || isBelow("__MACOSX/", relative);
  }

  private static boolean isBelow(String folder, String relative) {
    int at = relative.indexOf(folder);
    return at == 0 || at > 0 && relative.contains("/" + folder);
  }

  static boolean isTar(String relative) {
    return lowerCase(relative).endsWith(".tar");
  }

  static boolean isCompressedTar(String relative) {
    return COMPRESSED_TAR.matcher(lowerCase(nameOf(relative))).matches();
  }

  /** Whether the glob says that it is an image. */
  boolean isImage(String relative) {
    return glob.matches(lowerCase(nameOf(relative)));
  }

  /** Name of the folder that holds it; empty when none does. */
  public static String folderOf(String relative) {
    int end = relative.lastIndexOf('/');
    return end < 0 ? "" : relative.substring(relative.lastIndexOf('/', end - 1) + 1, end);
  }

  /** The part of a path after its last slash. */
  public static String nameOf(String relative) {
    return relative.substring(relative.lastIndexOf('/') + 1);
  }

  /** Turns a name into lower case by the same rules in every language of the machine. */
  public static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
