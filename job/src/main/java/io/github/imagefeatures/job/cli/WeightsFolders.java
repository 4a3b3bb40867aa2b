package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.model.WeightsDownload;
import io.github.imagefeatures.job.model.WeightsLocator;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Where weights are looked for: {@code models/} of the checkout, then {@code ../shared/models}. */
final class WeightsFolders {
  private WeightsFolders() {}

  static WeightsLocator locator(Configuration hadoop) {
    Path home = Path.of(System.getProperty("imagefeatures.home", ""));
    return in(hadoop, home.resolve("models"), home.resolve("../shared/models").normalize());
  }

  static WeightsLocator in(Configuration hadoop, Path... folders) {
    URI source =
        URI.create(
            System.getProperty("imagefeatures.weights", WeightsDownload.OFFICIAL.toString()));
    return new WeightsLocator(hadoop, List.of(folders), new WeightsDownload(source));
  }
}
