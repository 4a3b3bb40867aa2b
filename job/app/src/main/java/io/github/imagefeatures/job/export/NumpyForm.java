package io.github.imagefeatures.job.export;

import com.univocity.parsers.csv.CsvWriter;
import io.github.imagefeatures.job.artifact.NpyHeader;
import io.github.imagefeatures.job.artifact.PcaTsv;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Arrays for NumPy: {@code features.npy}, n rows of float32; {@code components.npy}, n rows of
 * float64, where there are components; {@code images.tsv}, which image is which row.
 */
final class NumpyForm implements Form {
  @Override
  public void write(ExportedRun run, FileSystem store, Path folder, Pictures pictures)
      throws IOException {
    try (OutputStream out = store.create(new Path(folder, "features.npy"))) {
      out.write(NpyHeader.of(Float.BYTES, run.images(), run.dimension()));
      run.requireAll(VectorBytes.writeFloats(run.featureVectors(), run.dimension(), out));
    }
    if (run.components() > 0) {
      try (OutputStream out = store.create(new Path(folder, "components.npy"))) {
        out.write(NpyHeader.of(Double.BYTES, run.images(), run.components()));
        run.requireAll(VectorBytes.writeDoubles(run.componentVectors(), run.components(), out));
      }
    }
    try (OutputStream out = store.create(new Path(folder, "images.tsv"))) {
      run.requireAll(writeNames(run.names().toLocalIterator(), out));
    }
  }

  /** As {@code pca.tsv} is written, but for the path, which is whole. */
  private static long writeNames(Iterator<Row> rows, OutputStream out) {
    CsvWriter lines =
        new CsvWriter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
            PcaTsv.settings(3));
    lines.writeRow(ExportedRun.PATH, ExportedRun.LABEL, ExportedRun.SPLIT);
    long written = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      lines.writeRow(row.getString(0), row.getString(1), row.getString(2));
      written++;
    }
    lines.flush();
    return written;
  }
}
