package io.github.imagefeatures.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Resizing;
import io.github.imagefeatures.image.Resizing.Margin;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreprocessingReaderTest {
  private static final Channels IMAGENET_MEAN = new Channels(0.485f, 0.456f, 0.406f);
  private static final Channels IMAGENET_DEVIATION = new Channels(0.229f, 0.224f, 0.225f);

  private static Preprocessing read(String json) {
    return PreprocessingReader.read(
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "network.json");
  }

  /** The published file of openai/clip-vit-base-patch32. */
  @Test
  void transformersClipCutsTheCentre() {
    Preprocessing clip =
        read(
            """
            {'crop_size': 224, 'do_center_crop': true, 'do_normalize': true, 'do_resize': true,
             'feature_extractor_type': 'CLIPFeatureExtractor',
             'image_mean': [0.48145466, 0.4578275, 0.40821073],
             'image_std': [0.26862954, 0.26130258, 0.27577711], 'resample': 3, 'size': 224}
            """);
    assertEquals(
        new InputSpec(
            224,
            224,
            new Resizing.CentreCrop(224, Margin.DOWN),
            Filter.BICUBIC,
            PreprocessingPreset.CLIP.preprocessing().normalisation()),
        clip.input(224, 224));
  }

  /** The published file of facebook/dinov2-base. */
  @Test
  void transformersDinoCutsTheCentreOutOfALargerImage() {
    Preprocessing dino =
        read(
            """
            {'crop_size': {'height': 224, 'width': 224}, 'do_center_crop': true,
             'do_convert_rgb': true, 'do_normalize': true, 'do_rescale': true, 'do_resize': true,
             'image_mean': [0.485, 0.456, 0.406], 'image_processor_type': 'BitImageProcessor',
             'image_std': [0.229, 0.224, 0.225], 'resample': 3,
             'rescale_factor': 0.00392156862745098, 'size': {'shortest_edge': 256}}
            """);
    assertEquals(new Preprocessing.Size(224, 224), dino.size().orElseThrow());
    assertEquals(
        new InputSpec(
            224,
            224,
            new Resizing.CentreCrop(256, Margin.DOWN),
            Filter.BICUBIC,
            new Normalisation(255, IMAGENET_MEAN, IMAGENET_DEVIATION)),
        dino.input(224, 224));
  }

  /** As google/vit-base-patch16-224 and the processors of SigLIP have it. */
  @Test
  void transformersWithHeightAndWidthSquash() {
    Preprocessing vit =
        read(
            """
            {'image_processor': {'do_resize': true, 'do_normalize': true, 'resample': 2,
             'image_mean': [0.5, 0.5, 0.5], 'image_std': [0.5, 0.5, 0.5],
             'size': {'height': 224, 'width': 160}}}
            """);
    assertEquals(
        new InputSpec(
            224,
            160,
            new Resizing.Squash(),
            Filter.BILINEAR,
            new Normalisation(255, Channels.all(0.5f), Channels.all(0.5f))),
        vit.input(224, 160));
  }

  @ParameterizedTest
  @CsvSource({"224, true", "384, false"})
  void transformersConvNextCutsOnlySmallImages(int side, boolean isCut) {
    Preprocessing convNext =
        read(
            """
            {'crop_pct': 0.875, 'do_normalize': true, 'do_resize': true, 'resample': 3,
             'image_mean': [0.485, 0.456, 0.406], 'image_std': [0.229, 0.224, 0.225],
             'size': {'shortest_edge': %s}}
            """
                .formatted(side));
    Resizing expected = isCut ? new Resizing.CentreCrop(256, Margin.DOWN) : new Resizing.Squash();
    assertEquals(expected, convNext.input(side, side).resizing());
  }

  @Test
  void transformersMayReadBlueFirstAndNormaliseNothing() {
    Preprocessing mobileVit =
        read(
            """
            {'do_resize': true, 'do_normalize': false, 'do_flip_channel_order': true,
             'do_center_crop': true, 'crop_size': {'height': 256, 'width': 256}, 'resample': 2,
             'size': {'shortest_edge': 288}}
            """);
    assertEquals(ChannelOrder.BGR, mobileVit.channels());
    assertEquals(
        new Normalisation(255, Channels.all(0), Channels.all(1)), mobileVit.normalisation());
  }

  /** As timm publishes resnet50.a1_in1k. */
  @Test
  void timmCutsAFractionWithTorchvisionsMargin() {
    Preprocessing timm =
        read(
            """
            {'architecture': 'resnet50', 'num_classes': 1000, 'pretrained_cfg': {
             'input_size': [3, 224, 224], 'interpolation': 'bicubic', 'crop_pct': 0.95,
             'crop_mode': 'center', 'mean': [0.485, 0.456, 0.406], 'std': [0.229, 0.224, 0.225]}}
            """);
    assertEquals(
        new InputSpec(
            224,
            224,
            new Resizing.CentreCrop(235, Margin.HALF_EVEN),
            Filter.BICUBIC,
            new Normalisation(255, IMAGENET_MEAN, IMAGENET_DEVIATION)),
        timm.input(224, 224));
  }

  @Test
  void ourOwnFilesSayEverything() {
    Preprocessing own =
        read(
            """
            {'size': {'height': 96, 'width': 128}, 'resize': 'shortest-edge',
             'shortest_edge': 150, 'crop_margin': 'down', 'filter': 'lanczos', 'divisor': 127.5,
             'mean': [1, 1, 1], 'deviation': [1, 2, 3], 'channels': 'bgr'}
            """);
    assertEquals(ChannelOrder.BGR, own.channels());
    assertEquals(
        new InputSpec(
            96,
            128,
            new Resizing.CentreCrop(150, Margin.DOWN),
            Filter.LANCZOS,
            new Normalisation(127.5f, Channels.all(1), new Channels(1, 2, 3))),
        own.input(96, 128));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[1, 2] | is not a JSON object",
        "{'resize' | is not JSON",
        "{'resize': 'squash', 'resize': 'squash'} | is not JSON (Duplicate field 'resize')",
        "{'a': 1} | neither 'resize'",
        "{'resize': 'fit'} | 'resize' is neither 'squash' nor 'shortest-edge'",
        "{'resize': 'squash', 'colour': 1} | nothing called 'colour'",
        "{'resize': 'squash', 'shortest_edge': 9} | 'shortest_edge' counts for nothing",
        "{'resize': 'shortest-edge'} | one of 'shortest_edge' and 'crop_fraction'",
        "{'resize': 'shortest-edge', 'crop_fraction': 1.5} | above 0 and at most 1",
        "{'resize': 'squash', 'filter': 'box'} | not one of bilinear, bicubic, lanczos",
        "{'resize': 'squash', 'filter': 'bicubic', 'mean': [1, 2]} | 'mean' is not three numbers",
        "{'resize': 'squash', 'filter': 'bicubic', 'mean': [1, 2, 'x']} | 'mean' is not three",
        "{'resize': 'squash', 'filter': 'bicubic', 'mean': [1, 1, 1], 'deviation': [1, 0, 1]} | 'deviation' has a number that is not above 0",
        "{'resize': 'squash', 'filter': 'bicubic', 'divisor': 0} | 'divisor' is not a number above 0",
        "{'resize': 'squash', 'size': 9999} | not a number of pixels from 1 to 8192",
        "{'do_resize': false} | 'do_resize' is false",
        "{'do_resize': true, 'do_normalize': false, 'size': {'shortest_edge': 224}} | keep their own shapes",
        "{'do_resize': true, 'do_normalize': false, 'size': 224, 'resample': 0} | 'resample' is 0",
        "{'do_resize': true, 'do_normalize': false, 'size': 224} | 'resample' is missing",
        "{'do_resize': true} | 'image_mean' is not three numbers",
        "{'do_resize': true, 'do_normalize': false, 'do_center_crop': true, 'resample': 3, 'size': {'height': 256, 'width': 256}, 'crop_size': 224} | squashed to 'size' and then cut",
        "{'pretrained_cfg': {'input_size': [1, 28, 28]}} | not [3, height, width]",
        "{'pretrained_cfg': {'input_size': [3, 28, 28], 'crop_pct': 0.9, 'crop_mode': 'border'}} | 'crop_mode' is 'border'",
        "{'pretrained_cfg': {'input_size': [3, 28, 28], 'crop_pct': 1, 'interpolation': 'random'}} | not one of bilinear",
      })
  void whatIsNotSaidOrNotDoneHereIsRefused(String json, String words) {
    String sentence = assertThrows(WeightsException.class, () -> read(json)).getMessage();
    assertTrue(
        sentence.startsWith("The preprocessing file network.json cannot be used: "), sentence);
    assertTrue(sentence.contains(words), sentence);
    assertEquals(1, sentence.lines().count(), sentence);
  }
}
