package io.github.imagefeatures.network.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.network.onnx.Preprocessing.Crop;
import io.github.imagefeatures.network.onnx.Preprocessing.Size;
import java.util.Optional;

/** What {@code create_transform} in timm does for evaluation, with a {@code pretrained_cfg}. */
final class TimmPreprocessing {
  private TimmPreprocessing() {}

  static Preprocessing read(PreprocessingFields file) throws PreprocessingRefused {
    JsonNode input = file.get("input_size");
    if (!input.isArray() || input.size() != 3 || input.get(0).asInt() != 3) {
      throw new PreprocessingRefused("'input_size' is not [3, height, width]");
    }
    String mode = file.get("crop_mode").asText("center");
    double fraction = file.fraction("crop_pct");
    boolean isSquashed = mode.equals("squash") && fraction == 1;
    if (!isSquashed && !mode.equals("center")) {
      throw new PreprocessingRefused(
          "'crop_mode' is '%s' with a 'crop_pct' of %s, which is not done here"
              .formatted(mode, fraction));
    }
    return new Preprocessing(
        Optional.of(
            new Size(
                PreprocessingFields.side(input.get(1), "input_size"),
                PreprocessingFields.side(input.get(2), "input_size"))),
        isSquashed ? Optional.empty() : Optional.of(Crop.of(fraction, Margin.HALF_EVEN)),
        file.choice("interpolation", Filter.values(), Filter::wireName),
        new Normalisation(
            (float) PreprocessingFields.BRIGHTEST, file.channels("mean"), file.deviations("std")),
        ChannelOrder.RGB);
  }
}
