package io.github.imagefeatures.network.onnx;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.network.onnx.Preprocessing.Crop;
import io.github.imagefeatures.network.onnx.Preprocessing.Size;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the JSON file that says how images become a network's input, in one of three dialects:
 *
 * <ul>
 *   <li>this program's own, whose schema is {@code docs/preprocessing.schema.json};
 *   <li>Hugging Face transformers' {@code preprocessor_config.json}, and {@code
 *       processor_config.json}, which holds it under {@code image_processor};
 *   <li>timm's {@code config.json}, with its {@code pretrained_cfg} or as that alone.
 * </ul>
 *
 * <p>What another dialect leaves out, or asks for and this program does not do, is refused and
 * never guessed.
 */
final class PreprocessingJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Of an 8-bit channel. */
  private static final double BRIGHTEST = 255;

  /** Sides above it are a mistake: no network reads images of so many pixels. */
  private static final int LONGEST_SIDE = 8192;

  /** Pillow's numbers of its filters, which transformers writes; unset where there is none here. */
  private static final List<Optional<Filter>> OF_PILLOW =
      List.of(
          Optional.empty(),
          Optional.of(Filter.LANCZOS),
          Optional.of(Filter.BILINEAR),
          Optional.of(Filter.BICUBIC));

  /** From here on transformers' ConvNeXt squashes images and cuts nothing off. */
  private static final int CONVNEXT_SQUASHED = 384;

  private PreprocessingJson() {}

  /** What is wrong with a file, as the end of a sentence. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String what) {
      super(what);
    }
  }

  /**
   * Reads a file.
   *
   * @param content the whole file
   * @return what it says
   * @throws Refused when it is not JSON of one of the dialects, or asks for what is not done here
   */
  static Preprocessing read(byte[] content) throws Refused {
    JsonNode file = tree(content);
    if (file.has("image_processor")) {
      return ofTransformers(file.get("image_processor"));
    }
    if (file.has("pretrained_cfg")) {
      return ofTimm(file.get("pretrained_cfg"));
    }
    if (file.has("resize")) {
      return own(file);
    }
    if (file.has("image_mean") || file.has("do_resize")) {
      return ofTransformers(file);
    }
    if (file.has("interpolation") && file.has("input_size")) {
      return ofTimm(file);
    }
    throw new Refused(
        "it has neither 'resize', as in this program's own files, nor 'image_mean', as in"
            + " transformers', nor 'pretrained_cfg', as in timm's");
  }

  private static JsonNode tree(byte[] content) throws Refused {
    try {
      JsonNode file = MAPPER.readTree(content);
      if (file == null || !file.isObject()) {
        throw new Refused("it is not a JSON object");
      }
      return file;
    } catch (JacksonException e) {
      throw new Refused("it is not JSON (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw new Refused("it is not JSON (" + e.getMessage() + ")");
    }
  }

  private static Preprocessing own(JsonNode file) throws Refused {
    requireKnown(
        file,
        "$schema",
        "size",
        "resize",
        "shortest_edge",
        "crop_fraction",
        "crop_margin",
        "filter",
        "divisor",
        "mean",
        "deviation",
        "channels");
    return new Preprocessing(
        size(file, "size"),
        ownCrop(file),
        choice(file, "filter", Filter.values(), Filter::wireName),
        new Normalisation(
            (float) (file.has("divisor") ? positive(file, "divisor") : BRIGHTEST),
            channels(file, "mean"),
            deviations(file, "deviation")),
        file.has("channels")
            ? choice(file, "channels", ChannelOrder.values(), ChannelOrder::wireName)
            : ChannelOrder.RGB);
  }

  private static Optional<Crop> ownCrop(JsonNode file) throws Refused {
    if (isChosen(file, "resize", "squash", "shortest-edge")) {
      requireNone(file, "'resize' is 'squash'", "shortest_edge", "crop_fraction", "crop_margin");
      return Optional.empty();
    }
    Margin margin =
        !file.has("crop_margin") || isChosen(file, "crop_margin", "half-even", "down")
            ? Margin.HALF_EVEN
            : Margin.DOWN;
    if (file.has("shortest_edge") == file.has("crop_fraction")) {
      throw new Refused("one of 'shortest_edge' and 'crop_fraction' must be there");
    }
    return Optional.of(
        file.has("shortest_edge")
            ? Crop.of(side(file.get("shortest_edge"), "shortest_edge"), margin)
            : Crop.of(fraction(file, "crop_fraction"), margin));
  }

  /** {@code BaseImageProcessor} and its kinds in transformers. */
  private static Preprocessing ofTransformers(JsonNode file) throws Refused {
    if (!file.path("do_resize").asBoolean(true)) {
      throw new Refused("'do_resize' is false, and a network's input has one size");
    }
    boolean isNormalised = file.path("do_normalize").asBoolean(true);
    Normalisation normalisation =
        new Normalisation(
            (float) (1 / rescaling(file)),
            isNormalised ? channels(file, "image_mean") : Channels.all(0),
            isNormalised ? deviations(file, "image_std") : Channels.all(1));
    ChannelOrder order =
        file.path("do_flip_channel_order").asBoolean(false) ? ChannelOrder.BGR : ChannelOrder.RGB;
    JsonNode size = file.path("size");
    if (file.has("crop_pct") && !file.get("crop_pct").isNull()) {
      return ofConvNext(file, normalisation, order);
    }
    boolean isCropped = file.path("do_center_crop").asBoolean(false);
    if (size.has("shortest_edge") || size.isInt() && isCropped) {
      if (!isCropped) {
        throw new Refused(
            "'size' has only a 'shortest_edge' and nothing is cut, so images keep their own shapes");
      }
      int edge = side(size.isInt() ? size : size.get("shortest_edge"), "size");
      return new Preprocessing(
          size(file, "crop_size"),
          Optional.of(Crop.of(edge, Margin.DOWN)),
          resample(file),
          normalisation,
          order);
    }
    Optional<Size> squashed = size(file, "size");
    if (isCropped && !squashed.equals(size(file, "crop_size"))) {
      throw new Refused("images are squashed to 'size' and then cut, which is not done here");
    }
    return new Preprocessing(squashed, Optional.empty(), resample(file), normalisation, order);
  }

  /** {@code ConvNextImageProcessor.resize}. */
  private static Preprocessing ofConvNext(
      JsonNode file, Normalisation normalisation, ChannelOrder order) throws Refused {
    JsonNode size = file.path("size");
    int side = side(size.isInt() ? size : size.path("shortest_edge"), "size.shortest_edge");
    return new Preprocessing(
        Optional.of(new Size(side, side)),
        side < CONVNEXT_SQUASHED
            ? Optional.of(Crop.of(fraction(file, "crop_pct"), Margin.DOWN))
            : Optional.empty(),
        resample(file),
        normalisation,
        order);
  }

  private static double rescaling(JsonNode file) throws Refused {
    if (!file.path("do_rescale").asBoolean(true)) {
      return 1;
    }
    return file.has("rescale_factor") ? positive(file, "rescale_factor") : 1 / BRIGHTEST;
  }

  private static Filter resample(JsonNode file) throws Refused {
    JsonNode number = file.path("resample");
    return Optional.of(number.asInt(-1))
        .filter(found -> number.isInt() && found >= 0 && found < OF_PILLOW.size())
        .flatMap(OF_PILLOW::get)
        .orElseThrow(
            () ->
                new Refused(
                    "'resample' is %s, and only 1 (lanczos), 2 (bilinear) and 3 (bicubic) are done here"
                        .formatted(number.isMissingNode() ? "missing" : number)));
  }

  /** {@code create_transform} in timm, for evaluation. */
  private static Preprocessing ofTimm(JsonNode file) throws Refused {
    JsonNode input = file.path("input_size");
    if (!input.isArray() || input.size() != 3 || input.get(0).asInt() != 3) {
      throw new Refused("'input_size' is not [3, height, width]");
    }
    String mode = file.path("crop_mode").asText("center");
    double fraction = fraction(file, "crop_pct");
    boolean isSquashed = mode.equals("squash") && fraction == 1;
    if (!isSquashed && !mode.equals("center")) {
      throw new Refused(
          "'crop_mode' is '%s' with a 'crop_pct' of %s, which is not done here"
              .formatted(mode, fraction));
    }
    return new Preprocessing(
        Optional.of(new Size(side(input.get(1), "input_size"), side(input.get(2), "input_size"))),
        isSquashed ? Optional.empty() : Optional.of(Crop.of(fraction, Margin.HALF_EVEN)),
        choice(file, "interpolation", Filter.values(), Filter::wireName),
        new Normalisation((float) BRIGHTEST, channels(file, "mean"), deviations(file, "std")),
        ChannelOrder.RGB);
  }

  private static void requireKnown(JsonNode file, String... names) throws Refused {
    List<String> known = List.of(names);
    for (String name : (Iterable<String>) file::fieldNames) {
      if (!known.contains(name)) {
        throw new Refused("there is nothing called '%s'".formatted(name));
      }
    }
  }

  private static void requireNone(JsonNode file, String because, String... names) throws Refused {
    for (String name : names) {
      if (file.has(name)) {
        throw new Refused("'%s' counts for nothing where %s".formatted(name, because));
      }
    }
  }

  private static boolean isChosen(JsonNode file, String name, String first, String second)
      throws Refused {
    String word = file.path(name).asText();
    if (!word.equals(first) && !word.equals(second)) {
      throw new Refused("'%s' is neither '%s' nor '%s'".formatted(name, first, second));
    }
    return word.equals(first);
  }

  private static <T> T choice(JsonNode file, String name, T[] all, Function<T, String> wireName)
      throws Refused {
    String word = file.path(name).asText();
    return Arrays.stream(all)
        .filter(each -> wireName.apply(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    "'%s' is not one of %s"
                        .formatted(
                            name, String.join(", ", Arrays.stream(all).map(wireName).toList()))));
  }

  private static Optional<Size> size(JsonNode file, String name) throws Refused {
    JsonNode size = file.path(name);
    if (size.isMissingNode() || size.isNull()) {
      return Optional.empty();
    }
    if (size.isInt()) {
      return Optional.of(new Size(side(size, name), side(size, name)));
    }
    return Optional.of(
        new Size(
            side(size.path("height"), name + ".height"),
            side(size.path("width"), name + ".width")));
  }

  private static int side(JsonNode number, String name) throws Refused {
    if (!number.isInt() || number.asInt() < 1 || number.asInt() > LONGEST_SIDE) {
      throw new Refused(
          String.format(
              Locale.ROOT, "'%s' is not a number of pixels from 1 to %d", name, LONGEST_SIDE));
    }
    return number.asInt();
  }

  private static double fraction(JsonNode file, String name) throws Refused {
    double number = file.path(name).asDouble(Double.NaN);
    if (!(number > 0 && number <= 1)) {
      throw new Refused("'%s' is not a number above 0 and at most 1".formatted(name));
    }
    return number;
  }

  private static double positive(JsonNode file, String name) throws Refused {
    double number = file.path(name).asDouble(Double.NaN);
    if (!((float) number > 0 && Float.isFinite((float) number))) {
      throw new Refused("'%s' is not a number above 0".formatted(name));
    }
    return number;
  }

  private static Channels deviations(JsonNode file, String name) throws Refused {
    Channels channels = channels(file, name);
    if (!(channels.red() > 0 && channels.green() > 0 && channels.blue() > 0)) {
      throw new Refused("'%s' has a number that is not above 0".formatted(name));
    }
    return channels;
  }

  private static Channels channels(JsonNode file, String name) throws Refused {
    JsonNode numbers = file.path(name);
    if (!numbers.isArray() || numbers.size() != 3) {
      throw new Refused("'%s' is not three numbers, for red, green and blue".formatted(name));
    }
    float[] channels = new float[3];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = (float) numbers.get(i).asDouble(Double.NaN);
      if (!Float.isFinite(channels[i])) {
        throw new Refused("'%s' is not three numbers, for red, green and blue".formatted(name));
      }
    }
    return new Channels(channels[0], channels[1], channels[2]);
  }
}
