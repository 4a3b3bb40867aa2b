package io.github.imagefeatures.job.artifact;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.table.ComponentsRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Encoders;

/**
 * Writes {@code pca.tsv}: file name relative to the images' folder, label, components with seven
 * significant digits. Spark writes parts side by side, which are then joined into one file.
 */
public final class PcaTsv implements Artifact {
  private static final String NAME = "pca.tsv";
  private static final String PARTS = "spreadsheet";
  private static final int COPIED_AT_ONCE = 1 << 20;

  /** Java 17's own conversion takes several times as long. */
  private static final boolean FAST = true;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "The table " + NAME;
  }

  @Override
  public boolean isWanted(RecordedOptions options) {
    return options.pcaTsv();
  }

  @Override
  public void write(RunContext run) {
    RunFolder folder = run.folder();
    Path parts = folder.working(PARTS);
    JavaRDD<ComponentsRow> rows =
        ComponentsTable.read(run.spark(), run.written(ComponentsTable.NAME));
    folder.delete(parts);
    JavaRDD<String> lines = rows.mapPartitions(new Lines(run.listing().root()));
    run.spark().createDataset(lines.rdd(), Encoders.STRING()).write().text(parts.toString());
    folder.write(
        folder.written(NAME),
        out -> {
          out.write(header(run.reduction().components()).getBytes(StandardCharsets.UTF_8));
          for (FileStatus part : folder.files(parts)) {
            append(folder, part.getPath(), out);
          }
        });
    folder.delete(parts);
  }

  private static void append(RunFolder folder, Path part, OutputStream out) throws IOException {
    try (InputStream in = folder.store().open(part)) {
      IOUtils.copyBytes(in, out, COPIED_AT_ONCE);
    }
  }

  private static String header(int components) {
    StringBuilder header = new StringBuilder("file_name\tlabel");
    for (int c = 1; c <= components; c++) {
      header.append("\tpc").append(c);
    }
    return header.append('\n').toString();
  }

  /** A partition's rows as lines. */
  private record Lines(String root) implements FlatMapFunction<Iterator<ComponentsRow>, String> {
    @Override
    public Iterator<String> call(Iterator<ComponentsRow> rows) {
      CsvWriter names = new CsvWriter(settings(2));
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public String next() {
          return line(rows.next(), names);
        }
      };
    }

    private String line(ComponentsRow row, CsvWriter names) {
      StringBuilder line = new StringBuilder(12 * row.getComponents().length + 64);
      line.append(names.writeRowToString(relative(row.getPath(), root), row.getLabel()));
      for (double component : row.getComponents()) {
        line.append('\t').append(NumberOutput.toString((float) component, FAST));
      }
      return line.toString();
    }
  }

  /** The name of a file within the images' folder. */
  static String relative(String path, String root) {
    return path.startsWith(root + "/") ? path.substring(root.length() + 1) : path;
  }

  /**
   * How tables for spreadsheets are written.
   *
   * @param columns how many there are
   * @return separated by tabs, a value with a tab, a quote or a line break in it quoted
   */
  public static CsvWriterSettings settings(int columns) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setDelimiter('\t');
    settings.getFormat().setLineSeparator("\n");
    settings.setEmptyValue("");
    settings.setMaxColumns(columns);
    return settings;
  }
}
