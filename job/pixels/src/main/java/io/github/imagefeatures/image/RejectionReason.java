package io.github.imagefeatures.image;

/**
 * Why an image is not among the features. A small fixed vocabulary: the wire names go into files
 * that others read and never change.
 */
public enum RejectionReason {
  /** The file has no bytes. */
  EMPTY("empty"),

  /** The file exists but the store would not hand over its bytes. */
  UNREADABLE("unreadable"),

  /** The file was listed and is no longer there. */
  VANISHED("vanished"),

  /** The content begins like none of the known image formats, whatever the file is called. */
  NOT_AN_IMAGE("not_an_image"),

  /** The content begins like a known format and is damaged, incomplete or contradicts itself. */
  CORRUPT("corrupt"),

  /** A sound file of a known format in a variant that cannot be decoded here. */
  UNSUPPORTED("unsupported"),

  /** More bytes or more pixels than {@link ImageLimits} allow. */
  TOO_LARGE("too_large");

  private final String wireName;

  RejectionReason(String wireName) {
    this.wireName = wireName;
  }

  /** {@return the name written to files: lower case, words joined by underscores} */
  public String wireName() {
    return wireName;
  }
}
