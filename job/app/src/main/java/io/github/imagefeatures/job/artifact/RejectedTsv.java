package io.github.imagefeatures.job.artifact;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.table.RejectedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Writes {@code rejected.tsv}: what {@code rejected/} holds, by file name, for a shell or a
 * spreadsheet. File names are relative to the images' folder.
 */
public final class RejectedTsv implements Artifact {
  private static final String[] HEADER = {"file_name", "label", "reason", "message"};

  @Override
  public String name() {
    return RunFolder.REJECTED_TSV;
  }

  @Override
  public String title() {
    return "The table " + name();
  }

  @Override
  public Stage stage() {
    return Stage.REPORTING;
  }

  @Override
  public void write(RunContext run) {
    if (run.manifest().counts().rejected() == 0) {
      write(run.folder(), Collections.emptyIterator(), run.listing().root());
    } else {
      write(run.folder(), run.spark(), run.listing().root());
    }
  }

  /**
   * Writes it from the table of an unfinished run.
   *
   * @param root the images' folder
   */
  public static void write(RunFolder folder, SparkSession spark, String root) {
    Iterator<RejectedImage> rejected =
        RejectedTable.read(spark, folder.written(RunFolder.REJECTED).toString())
            .orderBy("path")
            .toLocalIterator();
    write(folder, rejected, root);
  }

  private static void write(RunFolder folder, Iterator<RejectedImage> rejected, String root) {
    folder.write(
        folder.written(RunFolder.REJECTED_TSV),
        out -> {
          CsvWriter rows =
              new CsvWriter(
                  new OutputStreamWriter(out, StandardCharsets.UTF_8),
                  PcaTsv.settings(HEADER.length));
          rows.writeRow(HEADER);
          rejected.forEachRemaining(image -> rows.writeRow(row(image, root)));
          rows.flush();
        });
  }

  private static String[] row(RejectedImage image, String root) {
    return new String[] {
      PcaTsv.relative(image.getPath(), root),
      image.getLabel(),
      image.getReason(),
      image.getMessage()
    };
  }

  @Override
  public void check(Validation run) throws IOException {
    Path file = run.folder().path(name());
    // Not every version that wrote format 1 wrote this table.
    if (run.manifest().format() > 1) {
      run.requireExists(name());
    }
    if (run.folder().exists(file)) {
      run.expect("rows of " + name(), run.manifest().counts().rejected(), rows(run.folder(), file));
    }
  }

  private static long rows(RunFolder folder, Path file) throws IOException {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter('\t');
    settings.setMaxCharsPerColumn(-1);
    CsvParser rows = new CsvParser(settings);
    long count = 0;
    try (InputStream in = folder.store().open(file)) {
      rows.beginParsing(in, StandardCharsets.UTF_8);
      while (rows.parseNext() != null) {
        count++;
      }
    }
    return count - 1;
  }
}
