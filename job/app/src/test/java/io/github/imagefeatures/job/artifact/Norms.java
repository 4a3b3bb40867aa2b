package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.table.ComponentsRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * One artifact more, for tests alone: {@code norms.tsv}, how far each image lies from the origin of
 * the components.
 */
public final class Norms implements Artifact {
  public static final String NAME = "norms.tsv";

  /** What a run leaves, and this. */
  public static Artifacts besideTheOthers() {
    List<Artifact> all = new ArrayList<>(Artifacts.ALL);
    all.add(new Norms());
    return new Artifacts(all);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "The table " + NAME;
  }

  @Override
  public void write(RunContext run) {
    Map<String, Double> norms = of(run.spark(), run.written(ComponentsTable.NAME));
    run.folder()
        .write(
            run.folder().written(NAME),
            out -> {
              Writer lines = new OutputStreamWriter(out, StandardCharsets.UTF_8);
              for (Map.Entry<String, Double> image : norms.entrySet()) {
                lines.write(image.getKey() + '\t' + image.getValue() + '\n');
              }
              lines.flush();
            });
  }

  @Override
  public void check(Validation run) throws IOException {
    Map<String, Double> claimed = new TreeMap<>();
    RunFolder folder = run.folder();
    try (InputStream in = folder.store().open(folder.path(NAME))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .forEach(image -> claimed.put(image[0], Double.valueOf(image[1])));
    }
    if (!claimed.equals(of(run.spark(), run.path(ComponentsTable.NAME)))) {
      run.fault("The norms are not those of the components.");
    }
  }

  private static Map<String, Double> of(SparkSession spark, String table) {
    JavaRDD<ComponentsRow> rows = ComponentsTable.read(spark, table);
    return new TreeMap<>(
        rows.mapToPair(
                row ->
                    new Tuple2<>(
                        row.getPath(),
                        Math.sqrt(Arrays.stream(row.getComponents()).map(x -> x * x).sum())))
            .collectAsMap());
  }
}
