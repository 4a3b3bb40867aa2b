package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.report.Plots;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** The files of a run that a browser opens: the page and its plots. */
final class PageFiles {
  private static final Map<String, String> CONTENT_TYPES = new LinkedHashMap<>();

  static {
    CONTENT_TYPES.put(RunFolder.REPORT_HTML, "text/html; charset=utf-8");
    CONTENT_TYPES.put(RunFolder.PLOTS + "/" + Plots.SCREE_FILE, "image/png");
    CONTENT_TYPES.put(RunFolder.PLOTS + "/" + Plots.SCATTER_FILE, "image/png");
  }

  private PageFiles() {}

  /**
   * Gives them their final names; on S3 it also says what they are.
   *
   * @param warnings hears when S3 does not let it; the run is whole all the same
   */
  static void publish(RunFolder folder, Consumer<String> warnings) {
    // Without S3 its classes may not be there.
    if (folder.root().toUri().getScheme().startsWith("s3")) {
      publishToS3(folder, warnings);
    }
    folder.publish(RunFolder.PLOTS);
    folder.publish(RunFolder.REPORT_HTML);
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
              .formatted(Validation.firstLine(e)));
      return;
    }
    folder.delete(folder.working(RunFolder.PLOTS));
    folder.delete(folder.working(RunFolder.REPORT_HTML));
  }
}
