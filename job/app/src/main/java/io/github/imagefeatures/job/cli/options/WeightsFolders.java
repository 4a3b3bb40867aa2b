package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Where weights are looked for: {@code models/} of the checkout, then {@code ../shared/models}. */
public final class WeightsFolders {
  private WeightsFolders() {}

  public static WeightsLocator locator(Configuration hadoop) {
    Path home = Path.of(System.getProperty("imagefeatures.home", ""));
    return in(hadoop, home.resolve("models"), home.resolve("../shared/models").normalize());
  }

  public static WeightsLocator in(Configuration hadoop, Path... folders) {
    String other = System.getProperty("imagefeatures.weights");
    WeightsDownload download =
        other == null ? new WeightsDownload() : new WeightsDownload(URI.create(other));
    return new WeightsLocator(hadoop, List.of(folders), download);
  }
}
