package io.github.imagefeatures.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what decoders complain of and read all the same. */
public final class WarningCounter implements IIOReadWarningListener {
  private static final Logger LOG = LoggerFactory.getLogger(WarningCounter.class);

  private int count;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    count++;
    LOG.debug("{}: {}", source.getClass().getSimpleName(), warning);
  }

  /** Counts what a decoder complained of that is not a reader of the JDK. */
  public void add(int warnings) {
    count += warnings;
  }

  /** Warnings since the last {@link #reset()}. */
  public int count() {
    return count;
  }

  /** Starts again from none. */
  public void reset() {
    count = 0;
  }
}
