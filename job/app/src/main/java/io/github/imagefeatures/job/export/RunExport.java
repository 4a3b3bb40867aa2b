package io.github.imagefeatures.job.export;

import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.CompletedRun;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A finished run in files that other tools open.
 *
 * @param run what is exported; images that it rejected are not
 * @param spark reads its tables
 * @param warnings is told what is left out
 */
public record RunExport(CompletedRun run, SparkSession spark, Consumer<String> warnings) {

  /**
   * Writes the files.
   *
   * @param form for which tool
   * @param address a folder that does not exist, of any store
   * @param withPictures whether small pictures of the images belong to it, in a form that has them
   * @return the folder
   * @throws OutputException when the run cannot be had in this form, or something is at the address
   *     already, or it cannot be written
   */
  public Path write(ExportForm form, String address, boolean withPictures) {
    ExportTarget target =
        new ExportTarget("export", address, spark.sparkContext().hadoopConfiguration());
    ExportedRun exported = new ExportedRun(run, spark);
    form.form().require(exported);
    Pictures pictures = new Pictures(exported, withPictures, warnings);
    return target.fill((store, folder) -> form.form().write(exported, store, folder, pictures));
  }
}
