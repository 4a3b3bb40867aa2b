package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RunFolder;
import java.io.IOException;
import org.apache.spark.ml.PipelineModel;

/** {@code model/}: scaling and components as a model of Spark MLlib. */
final class SavedModel implements Artifact {
  private static final String NAME = "model";

  /** Vector column that the model reads. */
  private static final String INPUT = "features_vector";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "The model";
  }

  @Override
  public void write(RunContext run) {
    try {
      run.reduction()
          .toPipelineModel(INPUT, ComponentsTable.COMPONENTS)
          .write()
          .overwrite()
          .save(run.working(NAME));
    } catch (IOException e) {
      throw RunFolder.cannot("write", run.folder().working(NAME), e);
    }
  }

  @Override
  public void check(Validation run) {
    run.expect(
        "stages of the model",
        run.manifest().reduction().scaling().equals("standard") ? 2 : 1,
        PipelineModel.load(run.path(NAME)).stages().length);
  }
}
