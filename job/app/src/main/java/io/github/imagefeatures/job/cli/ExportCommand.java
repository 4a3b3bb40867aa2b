package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.options.Choices;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.RunSelection;
import io.github.imagefeatures.job.cli.options.SparkOptions;
import io.github.imagefeatures.job.export.ExportForm;
import io.github.imagefeatures.job.export.RunExport;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.session.SparkSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code export}: a finished run in files that other tools open. */
@Command(
    name = "export",
    customSynopsis = "image-features export --output=URI --as=FORM --to=DIR [OPTIONS]",
    description = {
      "Writes a finished run in files that other tools open: arrays for NumPy, scikit-learn and"
          + " FAISS (npy), a folder for the projector of TensorBoard (projector), a Parquet file for"
          + " Apple's Embedding Atlas (embedding-atlas). Rejected images are not in them; the rows"
          + " are in the order of the images' paths."
    },
    footer = {
      "  image-features export --output output --as npy --to arrays",
      "  image-features export --output output --run-id RUN-ID --as projector --to logs",
      "  image-features export --output s3a://bucket/out --as embedding-atlas --to atlas"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;
  @Mixin private RunSelection selection;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "npy|projector|embedding-atlas",
      completionCandidates = Forms.class,
      description = "What is to open it.")
  private ExportForm form;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "A folder that does not exist yet, a path or an address.")
  private String to;

  @Option(
      names = "--no-pictures",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "With --no-pictures: do not read the images again for small pictures of them."
              + " Default: --pictures, for up to 100,000 images, with projector and"
              + " embedding-atlas")
  private boolean noPictures;

  @Mixin private SparkOptions sparkOptions;

  /** Completes the values of {@code --as}. */
  static final class Forms extends Choices {
    private static final long serialVersionUID = 1L;

    Forms() {
      super(ExportForm.class);
    }
  }

  /**
   * What was written, for programs.
   *
   * @param runId the run that it was made of
   * @param folder where it is
   */
  record Result(String runId, String folder) {}

  @Override
  public Integer call() {
    Optional<String> runId = selection.runId(spec);
    program.console().say(new OptionValues(spec.commandLine()));
    try (SparkSession spark =
        SparkSettings.session(
            "image-features export", sparkOptions.internals(), program.console()::warn)) {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      CompletedRun run =
          CompletedRun.open(
              runId
                  .map(id -> new RunFolder(selection.output(), id, hadoop))
                  .orElseGet(() -> RunFolder.latest(selection.output(), hadoop)));
      String folder =
          RunFolder.shown(
              new RunExport(run, spark, program.console()::warn)
                  .write(form, to, !noPictures)
                  .toString());
      program
          .console()
          .answer(spec.commandLine(), new Result(run.runId(), folder), out -> out.println(folder));
    }
    return 0;
  }
}
