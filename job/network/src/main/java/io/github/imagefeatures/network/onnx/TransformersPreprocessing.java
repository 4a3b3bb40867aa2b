package io.github.imagefeatures.network.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.network.onnx.Preprocessing.Crop;
import io.github.imagefeatures.network.onnx.Preprocessing.Size;
import java.util.List;
import java.util.Optional;

/**
 * What {@code BaseImageProcessor} and its kinds in Hugging Face transformers do with a {@code
 * preprocessor_config.json}.
 */
final class TransformersPreprocessing {
  /** Pillow's numbers of its filters, which transformers writes; unset where there is none here. */
  private static final List<Optional<Filter>> OF_PILLOW =
      List.of(
          Optional.empty(),
          Optional.of(Filter.LANCZOS),
          Optional.of(Filter.BILINEAR),
          Optional.of(Filter.BICUBIC));

  /** From here on transformers' ConvNeXt squashes images and cuts nothing off. */
  private static final int CONVNEXT_SQUASHED = 384;

  private TransformersPreprocessing() {}

  static Preprocessing read(PreprocessingFields file) throws PreprocessingRefused {
    if (!file.isTrue("do_resize", true)) {
      throw new PreprocessingRefused("'do_resize' is false, and a network's input has one size");
    }
    boolean isNormalised = file.isTrue("do_normalize", true);
    Normalisation normalisation =
        new Normalisation(
            (float) (1 / rescaling(file)),
            isNormalised ? file.channels("image_mean") : Channels.all(0),
            isNormalised ? file.deviations("image_std") : Channels.all(1));
    ChannelOrder order =
        file.isTrue("do_flip_channel_order", false) ? ChannelOrder.BGR : ChannelOrder.RGB;
    JsonNode size = file.get("size");
    if (file.has("crop_pct") && !file.get("crop_pct").isNull()) {
      return ofConvNext(file, normalisation, order);
    }
    boolean isCropped = file.isTrue("do_center_crop", false);
    if (size.has("shortest_edge") || size.isInt() && isCropped) {
      if (!isCropped) {
        throw new PreprocessingRefused(
            "'size' has only a 'shortest_edge' and nothing is cut, so images keep their own shapes");
      }
      int edge = PreprocessingFields.side(size.isInt() ? size : size.get("shortest_edge"), "size");
      return new Preprocessing(
          file.size("crop_size"),
          Optional.of(Crop.of(edge, Margin.DOWN)),
          resample(file),
          normalisation,
          order);
    }
    Optional<Size> squashed = file.size("size");
    if (isCropped && !squashed.equals(file.size("crop_size"))) {
      throw new PreprocessingRefused(
          "images are squashed to 'size' and then cut, which is not done here");
    }
    return new Preprocessing(squashed, Optional.empty(), resample(file), normalisation, order);
  }

  /** {@code ConvNextImageProcessor.resize}. */
  private static Preprocessing ofConvNext(
      PreprocessingFields file, Normalisation normalisation, ChannelOrder order)
      throws PreprocessingRefused {
    JsonNode size = file.get("size");
    int side =
        PreprocessingFields.side(
            size.isInt() ? size : size.path("shortest_edge"), "size.shortest_edge");
    return new Preprocessing(
        Optional.of(new Size(side, side)),
        side < CONVNEXT_SQUASHED
            ? Optional.of(Crop.of(file.fraction("crop_pct"), Margin.DOWN))
            : Optional.empty(),
        resample(file),
        normalisation,
        order);
  }

  private static double rescaling(PreprocessingFields file) throws PreprocessingRefused {
    if (!file.isTrue("do_rescale", true)) {
      return 1;
    }
    return file.has("rescale_factor")
        ? file.positive("rescale_factor")
        : 1 / PreprocessingFields.BRIGHTEST;
  }

  private static Filter resample(PreprocessingFields file) throws PreprocessingRefused {
    JsonNode number = file.get("resample");
    return Optional.of(number.asInt(-1))
        .filter(found -> number.isInt() && found >= 0 && found < OF_PILLOW.size())
        .flatMap(OF_PILLOW::get)
        .orElseThrow(
            () ->
                new PreprocessingRefused(
                    "'resample' is %s, and only 1 (lanczos), 2 (bilinear) and 3 (bicubic) are done here"
                        .formatted(number.isMissingNode() ? "missing" : number)));
  }
}
