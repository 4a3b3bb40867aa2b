package io.github.imagefeatures.job.folder;

import java.util.Locale;

/** The stages of a run, in order. */
public enum Stage {
  /** Lasts from the start of the JVM until Spark is up. */
  STARTING("starting"),
  /** Finds the images. */
  LISTING("listing the images"),
  /** Finds and reads the weights. */
  WEIGHTS("reading the weights"),
  /** Images to features. */
  FEATURIZING("featurizing"),
  /** Fits scaling and components. */
  FITTING("fitting the components"),
  /** Features to components, and the tables. */
  PROJECTING("projecting and writing tables"),
  /** Finds the nearest images of each. */
  NEIGHBOURS("finding neighbours"),
  /** Plots and page. */
  REPORTING("drawing plots and page"),
  /** Checks nothing is missing and gives the files their final names. */
  PUBLISHING("publishing");

  private final String words;

  Stage(String words) {
    this.words = words;
  }

  /** What it is called in the manifest. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return what is being done, for people} */
  public String words() {
    return words;
  }
}
