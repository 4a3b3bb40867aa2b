package io.github.imagefeatures.job.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.Scaling;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The options as a run's files hold them. */
final class RecordedOptionsTest {
  private static final String AS_WRITTEN =
      """
      {"images":"photos","output":"out","engine":"onnxruntime","model":null,"model-sha256":null,"allow-untrained":false,\
      "variance":0.99,"scaling":"standard","features-only":false,\
      "glob":"*.{jpg,jpeg,jpe,jfif,mpo,png,apng,gif,bmp,dib,webp,tif,tiff}",\
      "limit":0,"batch-size":4,"resampling":"pillow-13","orientation":"ignore",\
      "max-bytes":104857600,"max-pixels":178956970,\
      "max-rejected-fraction":0.1,"shard-size":1000000,"csv":true,"thumbnails":10000,"neighbours":10,\
      "incremental":false}""";

  @Test
  void theyAreWrittenByTheirNamesOnTheCommandLine() {
    assertEquals(AS_WRITTEN, Json.tree(recorded(options())).toString());
  }

  @Test
  void whatAnotherRunWroteIsReadBackTheSame() throws JsonProcessingException {
    assertEquals(recorded(options()), Json.MAPPER.readValue(AS_WRITTEN, RecordedOptions.class));
  }

  @Test
  void theOlderNameOfPcaTsvIsStillRead() throws JsonProcessingException {
    String older = AS_WRITTEN.replace("\"csv\":true", "\"tables\":true");
    assertEquals(recorded(options()), Json.MAPPER.readValue(older, RecordedOptions.class));
  }

  @Test
  void aRunThatDoesNotSayItsEngineHadTensorFlowUnlessItsNetworkIsAnOnnxFile()
      throws JsonProcessingException {
    String older = AS_WRITTEN.replace("\"engine\":\"onnxruntime\",", "");
    String onnx = older.replace("\"model\"", "\"network\":\"own.onnx\",\"model\"");
    assertEquals("tensorflow", Json.MAPPER.readValue(older, RecordedOptions.class).engine());
    assertEquals("onnxruntime", Json.MAPPER.readValue(onnx, RecordedOptions.class).engine());
  }

  @Test
  void aRunThatDoesNotSayItsOrientationIgnoredIt() throws JsonProcessingException {
    String older = AS_WRITTEN.replace("\"orientation\":\"ignore\",", "");
    String turned = AS_WRITTEN.replace("\"ignore\"", "\"exif\"");
    assertEquals(Orientation.IGNORE, orientationOf(older));
    assertEquals(Orientation.IGNORE, orientationOf(AS_WRITTEN));
    assertEquals(Orientation.EXIF, orientationOf(turned));
  }

  @Test
  void ofFeaturesOnlyNothingIsRecordedThatCountsForNothing() {
    String written =
        AS_WRITTEN
            .replace("\"variance\":0.99,\"scaling\":\"standard\",", "")
            .replace("\"features-only\":false", "\"features-only\":true")
            .replace("\"csv\":true", "\"csv\":false")
            .replace("\"thumbnails\":10000", "\"thumbnails\":0");
    assertEquals(
        written, Json.tree(recorded(options().thumbnails(9).featuresOnly(true))).toString());
  }

  @Test
  void ofAnEarlierFitNoneOfItsOwnOptionsIsRecorded() {
    RunOptions.Builder earlier = options().fitFrom(Optional.of("s3a://KEY:SECRET@bucket/run"));
    JsonNode all = Json.tree(recorded(earlier));
    JsonNode few = Json.tree(recorded(earlier.components(new ComponentChoice.Fixed(2))));

    for (String name : new String[] {"variance", "scaling"}) {
      assertTrue(!all.has(name) && !few.has(name), all.toString());
    }
    assertEquals(2, few.get("components").asInt());
    assertTrue(!all.has("components"), all.toString());
    assertTrue(all.get("fit-from").asText().endsWith("@bucket/run"), all.toString());
    assertTrue(!all.toString().contains("SECRET"), all.toString());
  }

  @Test
  void aNumberOfComponentsIsRecordedAsANumberAndAChoiceAsAuto() throws JsonProcessingException {
    for (ComponentChoice choice :
        List.of(new ComponentChoice.Fixed(2), new ComponentChoice.ByAccuracy())) {
      RecordedOptions written = recorded(options().components(choice));
      JsonNode json = Json.tree(written);
      assertEquals(written, Json.MAPPER.readValue(json.toString(), RecordedOptions.class));
      assertEquals(choice instanceof ComponentChoice.Fixed, json.get("components").isInt());
      assertEquals(
          choice instanceof ComponentChoice.Fixed ? "2" : "auto", json.get("components").asText());
    }
  }

  @Test
  void passwordsAreMasked() {
    JsonNode written =
        Json.tree(
            recorded(
                RunOptions.builder("s3a://KEY:SECRET@bucket/photos", "out")
                    .listing(new ListingOptions("*", 0, "s3a://KEY:SECRET@bucket/labels.csv"))));
    assertEquals("s3a://***@bucket/labels.csv", written.get("labels").asText());
    assertTrue(!written.toString().contains("SECRET"), written.toString());
  }

  @Test
  void everyOptionSaysWhatItAffects() throws NoSuchFieldException {
    for (var component : RecordedOptions.class.getRecordComponents()) {
      Field field = RecordedOptions.class.getDeclaredField(component.getName());
      assertTrue(field.isAnnotationPresent(JsonView.class), component.getName());
    }
  }

  @Test
  void onlyWhatNoFeatureOrComponentDependsOnMayChangeInAResumedRun() {
    JsonNode begun = recorded(options()).ofResults();

    assertEquals(
        begun,
        recorded(options().maxRejectedFraction(0.5).pcaTsv(false).thumbnails(9).neighbours(0))
            .ofResults());
    for (RunOptions.Builder other :
        new RunOptions.Builder[] {
          options().listing(new ListingOptions(ListingOptions.DEFAULT_GLOB, 0, "labels.csv")),
          options().scaling(Scaling.NONE),
          options().components(new ComponentChoice.Fixed(2)),
          options().components(new ComponentChoice.Variance(0.9)),
          options().components(new ComponentChoice.ByAccuracy()),
          options().featuresOnly(true),
          options().fitFrom(Optional.of("run")),
          options().shardSize(7),
          options().incremental(true),
          options()
              .featurize(
                  new FeaturizeOptions(
                      OptionalInt.empty(),
                      4,
                      ImageLimits.DEFAULT,
                      Resampling.DEFAULT,
                      Orientation.EXIF)),
          options().engine(Optional.of(Engine.TENSORFLOW)),
          options().weights(Optional.of("weights.h5"), Optional.empty(), false)
        }) {
      assertNotEquals(begun, recorded(other).ofResults());
    }
  }

  private static Orientation orientationOf(String written) throws JsonProcessingException {
    String name = Json.MAPPER.readValue(written, RecordedOptions.class).orientation();
    return Orientation.recorded(name);
  }

  private static RunOptions.Builder options() {
    return RunOptions.builder("photos", "out").engine(Optional.of(Engine.ONNXRUNTIME));
  }

  private static RecordedOptions recorded(RunOptions.Builder options) {
    return RecordedOptions.of(options.build());
  }
}
