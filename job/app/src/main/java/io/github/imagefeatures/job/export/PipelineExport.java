package io.github.imagefeatures.job.export;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.job.artifact.SavedModel;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.ml.ImageFeaturizer;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.onnx.PreprocessingReader;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.network.weights.WeightsProvenance;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A finished run's way from image to components as one model of Spark ML: featurizer, scaling,
 * components.
 */
public final class PipelineExport {
  private final CompletedRun run;
  private final SparkSession spark;

  /**
   * @param run whose network and components they are
   * @param spark loads and saves
   * @throws OutputException when the run has no components
   */
  public PipelineExport(CompletedRun run, SparkSession spark) {
    if (run.manifest().options().featuresOnly()) {
      throw new OutputException(
          FailureId.FIT_UNUSABLE,
          "The run %s has features only and no components: name another with --run."
              .formatted(run.runId()));
    }
    this.run = run;
    this.spark = spark;
  }

  /**
   * Writes the pipeline. It is there whole or not at all, but for a process that dies while an
   * object store, which renames object by object, gives it its name.
   *
   * @param address a folder that does not exist, of any store
   * @param model where the weights or ONNX file is now; empty to look for it where it was
   * @param locator finds it
   * @return the folder
   * @throws OutputException when something is there already, or it cannot be written
   * @throws WeightsException when the weights or the network of the run cannot be had
   */
  public Path write(String address, Optional<String> model, WeightsLocator locator) {
    return new ExportTarget("pipeline", address, hadoop())
        .fill((store, part) -> pipeline(weights(model, locator)).write().save(part.toString()));
  }

  private Weights weights(Optional<String> model, WeightsLocator locator) {
    return found(model, locator).on(Optional.of(Engine.named(run.manifest().engine())));
  }

  private Weights found(Optional<String> model, WeightsLocator locator) {
    Manifest.WeightsUsed used = run.manifest().weights();
    if (!used.trained()) {
      WeightsProvenance drawn =
          new WeightsProvenance(
              used.source(), used.sha256(), used.description(), Recognition.UNTRAINED);
      return Weights.untrained(Networks.DEFAULT, drawn.seed());
    }
    if (run.manifest().preprocessing() != null) {
      return locator.again(
          run.manifest().options().onnx(model.orElse(used.source()), used.sha256()),
          PreprocessingReader.read(run.manifest().preprocessing(), run.path(RunFolder.MANIFEST)));
    }
    return model.isPresent()
        ? locator.named(Networks.DEFAULT, model.get(), Optional.of(used.sha256()))
        : locator.again(Networks.DEFAULT, used.source(), used.sha256());
  }

  private PipelineModel pipeline(Weights weights) throws IOException {
    RecordedOptions options = run.manifest().options();
    List<PipelineStage> stages = new ArrayList<>();
    stages.add(
        new ImageFeaturizer()
            .setWeights(weights)
            .setOutputCol(SavedModel.INPUT)
            // Spark's own stages fail on a row that has no features.
            .setHandleInvalid("skip")
            .setBatchSize(options.batchSize())
            .setMaxBytes(options.limits().maxBytes())
            .setMaxPixels(options.limits().maxPixels())
            .setResampling(
                // Before runs recorded theirs.
                Optional.ofNullable(options.resampling()).orElse(Resampling.PILLOW_12.wireName()))
            .setOrientation(Orientation.recorded(options.orientation()).wireName()));
    stages.addAll(List.of(components().stages()));
    StructType images = new StructType().add("content", DataTypes.BinaryType);
    return new Pipeline()
        .setStages(stages.toArray(PipelineStage[]::new))
        .fit(spark.createDataFrame(List.of(), images));
  }

  private PipelineModel components() {
    Path model = new Path(run.path(SavedModel.NAME));
    return SavedModel.usable(
        model, "components", "--run", () -> SavedModel.load(model.getFileSystem(hadoop()), model));
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
