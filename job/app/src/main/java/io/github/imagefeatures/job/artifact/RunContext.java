package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.report.data.PageStatistics;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.reduce.Reduced;
import io.github.imagefeatures.table.FeatureVector;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * What a run knows when it writes its {@link Artifact}s.
 *
 * @param folder the folder of the run
 * @param spark writes the tables
 * @param options the options of the run
 * @param listing the images
 * @param vectors all rows of {@code features/}
 * @param reduction fitted to the features or taken from an earlier run; null in a run of features
 *     only
 * @param fitted what is known of the images of the earlier fit; empty in a run that fits itself
 * @param statistics what a page says; complete once {@code pca/} is written, if it is
 * @param similarity what is said of neighbours and findings
 * @param manifest as of when the page is drawn; null before
 * @param warnings is told what is not as it should be although the run continues
 */
public record RunContext(
    RunFolder folder,
    SparkSession spark,
    RunOptions options,
    ImageListing listing,
    JavaRDD<FeatureVector> vectors,
    Reduced reduction,
    Optional<FittedImages> fitted,
    PageStatistics statistics,
    Similarity similarity,
    Manifest manifest,
    Consumer<String> warnings) {

  public RunContext with(Manifest reported) {
    return new RunContext(
        folder,
        spark,
        options,
        listing,
        vectors,
        reduction,
        fitted,
        statistics,
        similarity,
        reported,
        warnings);
  }

  /** Where an artifact is written. */
  String written(String name) {
    return folder.written(name).toString();
  }
}
