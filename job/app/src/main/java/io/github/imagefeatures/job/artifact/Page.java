package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.report.Plots;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** {@code report.html} and its {@code plots/}: the files of a run that a browser opens. */
public final class Page implements Artifact {
  static final String PLOTS = "plots";

  private static final Map<String, String> CONTENT_TYPES =
      new TreeMap<>(
          Map.of(
              RunFolder.REPORT_HTML,
              "text/html; charset=utf-8",
              PLOTS + "/" + Plots.SCREE_FILE,
              "image/png",
              PLOTS + "/" + Plots.SCATTER_FILE,
              "image/png"));

  @Override
  public String name() {
    return RunFolder.REPORT_HTML;
  }

  @Override
  public String title() {
    return "The page";
  }

  @Override
  public Stage stage() {
    return Stage.REPORTING;
  }

  @Override
  public void write(RunContext run) {
    RunReport.ofUnpublished(run).write(run.manifest());
  }

  /**
   * Puts both in the place of those of an earlier drawing. On S3 it also says what the files are;
   * the run is whole all the same when S3 does not let it.
   */
  @Override
  public void publish(RunFolder folder, Consumer<String> warnings) {
    // Without S3 its classes may not be there.
    if (folder.root().toUri().getScheme().startsWith("s3")) {
      publishToS3(folder, warnings);
    }
    folder.replace(PLOTS);
    folder.replace(RunFolder.REPORT_HTML);
  }

  private static void publishToS3(RunFolder folder, Consumer<String> warnings) {
    List<String> written =
        CONTENT_TYPES.keySet().stream()
            .filter(name -> folder.exists(folder.working(name)))
            .toList();
    try {
      if (!(folder.store() instanceof S3AFileSystem store)) {
        return;
      }
      for (String name : written) {
        S3ContentType.copy(store, folder.working(name), folder.path(name), CONTENT_TYPES.get(name));
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      // Of S3, of its SDK, or of a Hadoop that has other internals.
      warnings.accept(
          "A browser will save the page in the bucket instead of showing it, since its content type could not be set (%s): fetch it and open it from disk."
              .formatted(Reason.atRootOf(e)));
      return;
    }
    folder.delete(folder.working(PLOTS));
    folder.delete(folder.working(RunFolder.REPORT_HTML));
  }

  @Override
  public void check(Validation run) {
    run.requireExists(RunFolder.REPORT_HTML);
    if (!run.manifest().options().featuresOnly()) {
      run.requireExists(PLOTS);
    }
  }
}
