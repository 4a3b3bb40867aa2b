package io.github.imagefeatures.network.onnx;

import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.network.onnx.Preprocessing.Crop;
import java.util.Optional;

/** This program's own files, whose schema is {@code docs/preprocessing.schema.json}. */
final class OwnPreprocessing {
  private OwnPreprocessing() {}

  static Preprocessing read(PreprocessingFields file) throws PreprocessingRefused {
    file.requireKnown(
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
        file.size("size"),
        crop(file),
        file.choice("filter", Filter.values(), Filter::wireName),
        new Normalisation(
            (float)
                (file.has("divisor") ? file.positive("divisor") : PreprocessingFields.BRIGHTEST),
            file.channels("mean"),
            file.deviations("deviation")),
        file.has("channels")
            ? file.choice("channels", ChannelOrder.values(), ChannelOrder::wireName)
            : ChannelOrder.RGB);
  }

  private static Optional<Crop> crop(PreprocessingFields file) throws PreprocessingRefused {
    if (file.isChosen("resize", "squash", "shortest-edge")) {
      file.requireNone("'resize' is 'squash'", "shortest_edge", "crop_fraction", "crop_margin");
      return Optional.empty();
    }
    Margin margin =
        !file.has("crop_margin") || file.isChosen("crop_margin", "half-even", "down")
            ? Margin.HALF_EVEN
            : Margin.DOWN;
    if (file.has("shortest_edge") == file.has("crop_fraction")) {
      throw new PreprocessingRefused("one of 'shortest_edge' and 'crop_fraction' must be there");
    }
    return Optional.of(
        file.has("shortest_edge")
            ? Crop.of(PreprocessingFields.side(file.get("shortest_edge"), "shortest_edge"), margin)
            : Crop.of(file.fraction("crop_fraction"), margin));
  }
}
