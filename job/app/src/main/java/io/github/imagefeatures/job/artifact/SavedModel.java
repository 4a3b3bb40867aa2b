package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;

/** {@code model/}: scaling and components as a model of Spark MLlib. */
final class SavedModel implements Artifact {
  private static final String NAME = "model";

  /** Vector column that the model reads. */
  private static final String INPUT = "features_vector";

  /** What Hadoop's and Spark's readers of text take for more than a letter. */
  private static final Pattern NOT_LITERAL = Pattern.compile("[\\[\\]{}*?\\\\^,:]");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "The model";
  }

  @Override
  public boolean isWanted(RecordedOptions options) {
    return !options.featuresOnly();
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
  public void check(Validation run) throws IOException {
    run.expect(
        "stages of the model",
        run.manifest().reduction().scaling().equals("standard") ? 2 : 1,
        load(run.folder()).stages().length);
  }

  /**
   * Loads the model of a finished run. Spark's loader takes its path for a pattern, cuts it at
   * commas and cannot read a colon, so that a model under such a name is loaded from a copy.
   */
  private static PipelineModel load(RunFolder folder) throws IOException {
    Path model = folder.path(NAME);
    if (!NOT_LITERAL.matcher(model.toUri().getPath()).find()) {
      return PipelineModel.load(model.toString());
    }
    Configuration hadoop = folder.store().getConf();
    FileSystem temporary = FileSystem.get(hadoop);
    Path copy =
        temporary.makeQualified(
            new Path(System.getProperty("java.io.tmpdir"), "image-features-" + UUID.randomUUID()));
    try {
      FileUtil.copy(folder.store(), model, temporary, copy, false, hadoop);
      return PipelineModel.load(copy.toString());
    } finally {
      temporary.delete(copy, true);
    }
  }
}
