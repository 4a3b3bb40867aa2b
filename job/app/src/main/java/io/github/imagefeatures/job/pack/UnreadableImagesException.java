package io.github.imagefeatures.job.pack;

import java.io.IOException;
import java.util.List;

/** Images that cannot be read as they were listed; their tar is not written. */
final class UnreadableImagesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final List<String> reasons;

  /**
   * @param reasons the name of each image, with what is wrong with it
   */
  UnreadableImagesException(List<String> reasons) {
    super(reasons.get(0));
    this.reasons = List.copyOf(reasons);
  }

  List<String> reasons() {
    return reasons;
  }
}
