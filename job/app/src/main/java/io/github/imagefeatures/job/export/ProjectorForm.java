package io.github.imagefeatures.job.export;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The folder that TensorBoard's projector opens: {@code tensors.tsv}, the first components of each
 * image or else its features; {@code metadata.tsv}; {@code sprite.png}; {@code
 * projector_config.pbtxt}, in the format of <a
 * href="https://github.com/tensorflow/tensorboard/blob/master/tensorboard/plugins/projector/projector_config.proto">projector_config.proto</a>.
 *
 * <p>The numbers are text: of a binary file the projector finds out only by failing to read it as
 * text, and fails for good where the first bytes happen to be some.
 */
final class ProjectorForm implements Form {
  /** They tell labels about as well as all do, and the browser has less to load as text. */
  private static final int MOST_COMPONENTS = 50;

  /** Java 17's own conversion takes several times as long. */
  private static final boolean FAST = true;

  /** Nothing can be quoted there. */
  private static final Pattern BREAK = Pattern.compile("[\t\r\n]");

  private static final String SPRITE = "sprite.png";

  @Override
  public void write(ExportedRun run, FileSystem store, Path folder, Pictures pictures)
      throws IOException {
    if (run.images() > Pictures.MOST_IMAGES) {
      pictures
          .warnings()
          .accept(
              String.format(
                  Locale.ROOT,
                  "TensorBoard shows the first %d of these %d images.",
                  Pictures.MOST_IMAGES,
                  run.images()));
    }
    try (Writer out = text(store, new Path(folder, "tensors.tsv"))) {
      run.requireAll(writeNumbers(run, out));
    }
    try (Writer out = text(store, new Path(folder, "metadata.tsv"))) {
      run.requireAll(writeNames(run.names().toLocalIterator(), out));
    }
    Sprite sprite = new Sprite(run.images());
    boolean pictured = writeSprite(sprite, run, store, folder, pictures);
    try (Writer out = text(store, new Path(folder, "projector_config.pbtxt"))) {
      out.write(config(run, pictured ? Optional.of(sprite) : Optional.empty()));
    }
  }

  private static long writeNumbers(ExportedRun run, Writer out) throws IOException {
    Iterator<float[]> rows =
        run.components() > 0 ? run.firstComponents(MOST_COMPONENTS) : run.featureVectors();
    StringBuilder line = new StringBuilder();
    long written = 0;
    while (rows.hasNext()) {
      line.setLength(0);
      for (float number : rows.next()) {
        line.append(line.length() == 0 ? "" : "\t").append(NumberOutput.toString(number, FAST));
      }
      out.append(line).append('\n');
      written++;
    }
    return written;
  }

  /** The label first: it is what the projector writes beside a point. */
  private static long writeNames(Iterator<Row> rows, Writer out) throws IOException {
    out.write("label\tpath\tsplit\n");
    long written = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      out.append(plain(row.getAs(ExportedRun.LABEL)))
          .append('\t')
          .append(plain(row.getAs(ExportedRun.PATH)))
          .append('\t')
          .append(plain(row.getAs(ExportedRun.SPLIT)))
          .append('\n');
      written++;
    }
    return written;
  }

  private static String plain(String name) {
    return BREAK.matcher(name).replaceAll(" ");
  }

  private static boolean writeSprite(
      Sprite sprite, ExportedRun run, FileSystem store, Path folder, Pictures pictures)
      throws IOException {
    Path table = new Path(folder, "_pictures");
    Optional<Pictures.Made> made = pictures.make(table, sprite.tile());
    if (made.isPresent()) {
      Iterator<byte[]> jpegs =
          made.get()
              .addTo(run.names())
              .orderBy(ExportedRun.PATH)
              .select(Pictures.JPEG)
              .as(Encoders.BINARY())
              .toLocalIterator();
      try (OutputStream out = store.create(new Path(folder, SPRITE))) {
        sprite.write(jpegs, out);
      }
    }
    store.delete(table, true);
    return made.isPresent();
  }

  private static String config(ExportedRun run, Optional<Sprite> sprite) {
    StringBuilder config = new StringBuilder("embeddings {\n");
    config
        .append("  tensor_name: \"")
        .append(run.run().runId())
        .append(run.components() > 0 ? " components" : " features")
        .append("\"\n  tensor_path: \"tensors.tsv\"\n  metadata_path: \"metadata.tsv\"\n");
    sprite.ifPresent(
        each ->
            config
                .append("  sprite {\n    image_path: \"" + SPRITE + "\"\n")
                .append("    single_image_dim: ")
                .append(each.tile())
                .append("\n    single_image_dim: ")
                .append(each.tile())
                .append("\n  }\n"));
    return config.append("}\n").toString();
  }

  private static Writer text(FileSystem store, Path file) throws IOException {
    return new OutputStreamWriter(store.create(file), StandardCharsets.UTF_8);
  }
}
