package io.github.imagefeatures.job.run;

import com.fasterxml.jackson.core.JacksonException;
import io.github.imagefeatures.job.failure.FailureId;
import io.github.imagefeatures.job.failure.OutputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A complete run, wherever its folder was copied to.
 *
 * @param folder where it lies
 * @param manifest what it claims
 */
record OpenedRun(String folder, Manifest manifest) {

  /**
   * Opens a run.
   *
   * @param address of its folder
   * @throws OutputException when there is no complete run
   */
  static OpenedRun in(String address, Configuration hadoop) {
    Path folder = new Path(address);
    Path file = new Path(folder, RunFolder.MANIFEST);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return new OpenedRun(folder.toString(), Json.MAPPER.readValue(in, Manifest.class));
    } catch (FileNotFoundException e) {
      throw new OutputException(
          FailureId.NO_COMPLETE_RUN,
          "There is no complete run in %s: its folder has no manifest.json. Name another; 'image-features runs' lists them."
              .formatted(address),
          e);
    } catch (JacksonException e) {
      throw new OutputException(
          FailureId.RUN_FILE_DAMAGED,
          "The manifest.json in %s is damaged (%s): compare other runs, or make this one again under another --run-id."
              .formatted(address, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw RunFolder.cannot("read", file, e);
    }
  }
}
