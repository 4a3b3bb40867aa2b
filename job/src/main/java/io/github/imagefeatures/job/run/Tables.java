package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.featurize.RejectedImage;
import io.github.imagefeatures.job.featurize.Thumbnail;
import io.github.imagefeatures.job.reduce.Reduction;
import io.github.imagefeatures.job.report.VarianceTable;
import io.github.imagefeatures.job.vector.ProjectedVector;
import io.github.imagefeatures.job.vector.VectorColumn;
import io.github.imagefeatures.job.vector.VectorTable;
import io.github.imagefeatures.job.vector.VectorTableWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The tables of a run, written under their working names. */
final class Tables {
  static final String COMPONENTS = "pca_features";

  /** Vector column that the saved model reads. */
  static final String MODEL_INPUT = "features_vector";

  /** What Hadoop's and Spark's readers of text take for more than a letter. */
  private static final Pattern NOT_LITERAL = Pattern.compile("[\\[\\]{}*?\\\\^,:]");

  private final RunFolder folder;
  private final SparkSession spark;

  Tables(RunFolder folder, SparkSession spark) {
    this.folder = folder;
    this.spark = spark;
  }

  /**
   * Writes the components.
   *
   * @param projected all rows of {@code features/}
   * @return what was seen of them on the way
   */
  ComponentsSummary writeComponents(JavaRDD<ProjectedVector> projected) {
    ClassSummary classes =
        ClassSummary.of(
            labels(spark, folder.working(RunFolder.FEATURES).toString()), rejectedLabels());
    ComponentsPass none = ComponentsPass.ofNone(classes.images());
    ComponentsAccumulator accumulator = new ComponentsAccumulator();
    spark.sparkContext().register(accumulator);
    VectorTableWriter.write(
        spark,
        projected.mapPartitions(rows -> accumulator.watching(rows, none.fresh())),
        List.of(
            VectorColumn.ofFeatures(),
            VectorColumn.ofDoubles(COMPONENTS, ProjectedVector::getComponents)),
        SaveMode.Overwrite,
        folder.working(RunFolder.PCA).toString());
    return new ComponentsSummary(classes, accumulator.value());
  }

  /**
   * Of what was rejected so far: its table is there only if something was, until it is completed.
   */
  private JavaRDD<String> rejectedLabels() {
    return folder.hasWorkingFiles(RunFolder.REJECTED)
        ? labels(spark, folder.working(RunFolder.REJECTED).toString())
        : JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD();
  }

  /** Reads a folder of components, without the features beside them. */
  static JavaRDD<ComponentsRow> components(SparkSession spark, String path) {
    return VectorTable.read(
        spark,
        path,
        COMPONENTS,
        DataTypes.DoubleType,
        row ->
            new ComponentsRow(
                VectorTable.path(row),
                VectorTable.label(row),
                VectorTable.vector(row).toDoubleArray()));
  }

  /** Reads the labels of any table of images, and nothing else. */
  static JavaRDD<String> labels(SparkSession spark, String path) {
    StructType label = new StructType().add("label", DataTypes.StringType);
    return VectorTable.reader(spark)
        .schema(label)
        .parquet(path)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .map(row -> row.getString(0));
  }

  /** Reads a folder of rejected images. */
  static Dataset<RejectedImage> rejected(SparkSession spark, String path) {
    return VectorTable.reader(spark).parquet(path).as(Encoders.bean(RejectedImage.class));
  }

  /** Reads a folder of thumbnails. */
  static Dataset<Thumbnail> thumbnails(SparkSession spark, String path) {
    return VectorTable.reader(spark).parquet(path).as(Encoders.bean(Thumbnail.class));
  }

  /** Adds rejected images, none included, to a folder as one file more. */
  static void addRejected(SparkSession spark, List<RejectedImage> rejected, String path) {
    spark
        .createDataset(rejected, Encoders.bean(RejectedImage.class))
        .select("path", "label", "length", "reason", "message")
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .parquet(path);
  }

  void writeModel(Reduction reduction) {
    String path = folder.working(RunFolder.MODEL).toString();
    try {
      reduction.toPipelineModel(MODEL_INPUT, COMPONENTS).write().overwrite().save(path);
    } catch (IOException e) {
      throw RunFolder.cannot("write", folder.working(RunFolder.MODEL), e);
    }
  }

  /**
   * Loads the model of a finished run. Spark's loader takes its path for a pattern, cuts it at
   * commas and cannot read a colon, so that a model under such a name is loaded from a copy.
   */
  static PipelineModel loadModel(RunFolder folder) throws IOException {
    Path model = folder.path(RunFolder.MODEL);
    if (!NOT_LITERAL.matcher(model.toUri().getPath()).find()) {
      return PipelineModel.load(model.toString());
    }
    Configuration hadoop = folder.store().getConf();
    FileSystem temporary = FileSystem.get(hadoop);
    Path copy =
        temporary.makeQualified(
            new Path(System.getProperty("java.io.tmpdir"), "image-features-" + UUID.randomUUID()));
    try {
      FileUtil.copy(folder.store(), model, temporary, copy, false, hadoop);
      return PipelineModel.load(copy.toString());
    } finally {
      temporary.delete(copy, true);
    }
  }

  void writeVariance(double[] explainedVariance) {
    folder.write(
        folder.working(RunFolder.VARIANCE_CSV),
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          VarianceTable.of(explainedVariance).write(writer);
          writer.flush();
        });
  }

  /** An empty table where nothing was rejected, so that readers always find one. */
  void completeRejected() {
    if (!folder.hasWorkingFiles(RunFolder.REJECTED)) {
      addRejected(spark, List.of(), folder.working(RunFolder.REJECTED).toString());
    }
  }

  void writeSpreadsheet(String imagesRoot, int components) {
    new Spreadsheet(folder, spark, imagesRoot)
        .write(components(spark, folder.working(RunFolder.PCA).toString()), components);
  }
}
