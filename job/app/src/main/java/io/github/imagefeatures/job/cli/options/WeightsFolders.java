package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Where weights are looked for: {@code models/} of the checkout, or of a distribution's cache. */
public final class WeightsFolders {
  private WeightsFolders() {}

  public static WeightsLocator locator(Configuration hadoop) {
    return in(hadoop, Path.of(System.getProperty("imagefeatures.home", "")).resolve("models"));
  }

  public static WeightsLocator in(Configuration hadoop, Path folder) {
    String other = System.getProperty("imagefeatures.weights");
    WeightsDownload download =
        other == null ? new WeightsDownload() : new WeightsDownload(URI.create(other));
    return new WeightsLocator(hadoop, List.of(folder), download);
  }
}
