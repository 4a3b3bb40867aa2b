package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.address.Uris;
import io.github.imagefeatures.job.featurize.FeaturizeOptions;
import io.github.imagefeatures.job.reduce.ComponentChoice;
import io.github.imagefeatures.job.reduce.Scaling;
import io.github.imagefeatures.job.report.PointSample;
import io.github.imagefeatures.job.source.ListingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is asked to do.
 *
 * @param images folder or object-store address of the images
 * @param output folder or address under which {@code runs/} lies
 * @param runId the run's name; made from the time when absent
 * @param model weights file or address; looked for when absent
 * @param modelSha256 what the weights file must have, when the user vouches for it
 * @param allowUntrained whether a run may go on with random weights when none can be had
 * @param listing which files are images
 * @param featurize how images become features
 * @param scaling standard or none
 * @param components how many to keep
 * @param maxRejectedFraction share of the listed images that may be rejected, 0 to 1
 * @param shardSize images that are committed together, 1 or more
 * @param tables whether to write {@code pca.tsv}
 * @param thumbnails images whose small pictures the page shows at most, 0 to {@link
 *     #MAX_THUMBNAILS}
 * @param incremental whether to take over features of the newest complete run
 * @param ifComplete what to do when the run is complete already; no part of what the run is
 */
public record RunOptions(
    String images,
    String output,
    Optional<String> runId,
    Optional<String> model,
    Optional<String> modelSha256,
    boolean allowUntrained,
    ListingOptions listing,
    FeaturizeOptions featurize,
    Scaling scaling,
    ComponentChoice components,
    double maxRejectedFraction,
    int shardSize,
    boolean tables,
    int thumbnails,
    boolean incremental,
    IfComplete ifComplete) {
  /** A killed run computes at most this many images again. */
  public static final int DEFAULT_SHARD_SIZE = 20_000;

  /** The page shows no more points, so no more pictures. */
  public static final int MAX_THUMBNAILS = PointSample.MAX_POINTS;

  /** Above this share of broken files, something else is wrong than a broken file. */
  public static final double DEFAULT_MAX_REJECTED_FRACTION = 0.1;

  /** Every option that the results depend on, by its name on the command line. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("images", Uris.masked(images));
    map.put("output", Uris.masked(output));
    map.put("model", model.map(Uris::masked).orElse(null));
    map.put("model-sha256", modelSha256.orElse(null));
    map.put("allow-untrained", allowUntrained);
    if (components instanceof ComponentChoice.Variance variance) {
      map.put("variance", variance.target());
    } else if (components instanceof ComponentChoice.Fixed fixed) {
      map.put("components", fixed.count());
    }
    map.put("scaling", scaling.name().toLowerCase(java.util.Locale.ROOT));
    map.put("glob", listing.glob());
    map.put("limit", listing.limit());
    featurize.partitions().ifPresent(count -> map.put("partitions", count));
    map.put("batch-size", featurize.batchSize());
    map.put("resampling", featurize.resampling().wireName());
    map.put("max-bytes", featurize.limits().maxBytes());
    map.put("max-pixels", featurize.limits().maxPixels());
    map.put("max-rejected-fraction", maxRejectedFraction);
    map.put("shard-size", shardSize);
    map.put("tables", tables);
    map.put("thumbnails", thumbnails);
    map.put("incremental", incremental);
    return map;
  }
}
