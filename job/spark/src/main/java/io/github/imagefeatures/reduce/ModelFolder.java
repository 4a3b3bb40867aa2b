package io.github.imagefeatures.reduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The folder in which Spark keeps a pipeline of {@link StandardScalerModel} and {@link PCAModel},
 * written and read as Spark's own writer and loader do, but without a job of Spark's: those take
 * ten, and seconds, for a few numbers.
 */
public final class ModelFolder {
  private static final String METADATA = "metadata";
  private static final String PART = "part-00000";
  private static final String STAGES = "stageUids";

  /** Params that were set, and what the others are. */
  private static final String SET = "paramMap";

  private static final String DEFAULTS = "defaultParamMap";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFolder() {}

  /**
   * Writes a pipeline, in place of what is there.
   *
   * @param model a pipeline of any stages; one with others than these two is written by Spark
   * @param store where the folder is
   * @param folder the model's
   * @throws IOException if it cannot be written
   */
  public static void write(PipelineModel model, FileSystem store, Path folder) throws IOException {
    Transformer[] stages = model.stages();
    for (Transformer stage : stages) {
      if (numbers(stage).isEmpty()) {
        model.write().overwrite().save(folder.toString());
        return;
      }
    }
    store.delete(folder, true);
    ObjectNode metadata = metadata(model);
    ArrayNode uids = metadata.putObject(SET).putArray(STAGES);
    for (Transformer stage : stages) {
      uids.add(stage.uid());
    }
    write(metadata, store, folder);
    for (int i = 0; i < stages.length; i++) {
      Path own = stage(folder, i, stages.length, stages[i].uid());
      write(metadata(stages[i]), store, own);
      ModelRow.write(store, data(own), sparkVersion(), numbers(stages[i]));
    }
  }

  /**
   * Reads a pipeline, also one that Spark has written.
   *
   * @param store where the folder is
   * @param folder the model's
   * @return empty when it is not of these two kinds of stages, or not in the form that Spark 3
   *     gives them: only Spark can tell what it is
   * @throws IOException if it cannot be read
   */
  public static Optional<PipelineModel> read(FileSystem store, Path folder) throws IOException {
    JsonNode metadata = metadata(store, folder);
    JsonNode uids = metadata.path(SET).path(STAGES);
    if (!isOf(PipelineModel.class, metadata) || uids.isEmpty()) {
      return Optional.empty();
    }
    Transformer[] stages = new Transformer[uids.size()];
    for (int i = 0; i < stages.length; i++) {
      Path own = stage(folder, i, stages.length, uids.get(i).asText());
      Optional<? extends Transformer> stage = readStage(store, own);
      if (stage.isEmpty()) {
        return Optional.empty();
      }
      stages[i] = stage.get();
    }
    return Optional.of(new PipelineModel(metadata.path("uid").asText(), stages));
  }

  private static Optional<Transformer> readStage(FileSystem store, Path folder) throws IOException {
    JsonNode metadata = metadata(store, folder);
    String uid = metadata.path("uid").asText();
    Optional<Transformer> stage = Optional.empty();
    if (isOf(StandardScalerModel.class, metadata)) {
      stage = ModelRow.read(store, data(folder)).flatMap(row -> scaler(uid, row));
    } else if (isOf(PCAModel.class, metadata)) {
      stage = ModelRow.read(store, data(folder)).flatMap(row -> pca(uid, row));
    }
    return stage.filter(read -> takesParams(read, metadata));
  }

  private static Optional<Transformer> scaler(String uid, ModelRow row) {
    return row.vector("std")
        .flatMap(std -> row.vector("mean").map(mean -> new StandardScalerModel(uid, std, mean)));
  }

  private static Optional<Transformer> pca(String uid, ModelRow row) {
    return row.matrix("pc")
        .flatMap(
            pc ->
                row.vector("explainedVariance").map(explained -> new PCAModel(uid, pc, explained)));
  }

  /** The columns of a stage's table; none of a stage that is not known here. */
  private static Map<String, Object> numbers(Transformer stage) {
    Map<String, Object> columns = new LinkedHashMap<>();
    if (stage instanceof StandardScalerModel scaler) {
      columns.put("std", scaler.std().toDense());
      columns.put("mean", scaler.mean().toDense());
    } else if (stage instanceof PCAModel pca) {
      columns.put("pc", pca.pc());
      columns.put("explainedVariance", pca.explainedVariance());
    }
    return columns;
  }

  private static ObjectNode metadata(PipelineStage stage) throws IOException {
    ObjectNode metadata = JSON.createObjectNode();
    metadata.put("class", stage.getClass().getName());
    metadata.put("timestamp", Instant.now().toEpochMilli());
    metadata.put("sparkVersion", sparkVersion());
    metadata.put("uid", stage.uid());
    ObjectNode set = metadata.putObject(SET);
    ObjectNode defaults = metadata.putObject(DEFAULTS);
    for (Param<?> param : stage.params()) {
      put(set, param, stage.get(param));
      put(defaults, param, stage.getDefault(param));
    }
    return metadata;
  }

  @SuppressWarnings("unchecked")
  private static void put(ObjectNode params, Param<?> param, scala.Option<?> value)
      throws IOException {
    if (value.isDefined()) {
      params.set(
          param.name(), JSON.readTree(((Param<Object>) param).jsonEncode((Object) value.get())));
    }
  }

  /** Sets a stage's params; false when it is not the stage that Spark had then. */
  private static boolean takesParams(Params stage, JsonNode metadata) {
    for (Iterator<String> names = metadata.path(DEFAULTS).fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!stage.hasParam(name)
          || !stage
              .getDefault(stage.getParam(name))
              .contains(value(stage.getParam(name), metadata.path(DEFAULTS)))) {
        return false;
      }
    }
    for (Iterator<String> names = metadata.path(SET).fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!stage.hasParam(name)) {
        return false;
      }
      stage.set(stage.getParam(name), value(stage.getParam(name), metadata.path(SET)));
    }
    return true;
  }

  private static Object value(Param<Object> param, JsonNode values) {
    return param.jsonDecode(values.path(param.name()).toString());
  }

  private static boolean isOf(Class<?> kind, JsonNode metadata) {
    return metadata.path("class").asText().equals(kind.getName());
  }

  private static void write(ObjectNode metadata, FileSystem store, Path folder) throws IOException {
    try (OutputStream out = store.create(new Path(new Path(folder, METADATA), PART), true)) {
      out.write((metadata + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What is written of a model or a stage; nothing when it is not one file of text. */
  private static JsonNode metadata(FileSystem store, Path folder) throws IOException {
    FileStatus[] files = store.listStatus(new Path(folder, METADATA), ModelFolder::isContent);
    if (files.length != 1 || !files[0].getPath().getName().equals(PART)) {
      return JSON.missingNode();
    }
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(store.open(files[0].getPath()), StandardCharsets.UTF_8))) {
      return JSON.readTree(Objects.requireNonNullElse(in.readLine(), ""));
    }
  }

  /** Whether a file is one of those that Spark reads in a folder. */
  static boolean isContent(Path file) {
    return !file.getName().startsWith("_") && !file.getName().startsWith(".");
  }

  private static Path data(Path stage) {
    return new Path(stage, "data");
  }

  /** The numbers of stages are of one length, so that their names are in order. */
  private static Path stage(Path folder, int index, int stages, String uid) {
    int digits = Integer.toString(stages).length();
    String number = String.format(Locale.ROOT, "%0" + digits + "d", index);
    return new Path(new Path(folder, "stages"), number + "_" + uid);
  }

  private static String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }
}
