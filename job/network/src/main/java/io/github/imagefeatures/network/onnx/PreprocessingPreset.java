package io.github.imagefeatures.network.onnx;

import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Resizing.Margin;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Preprocessing that many networks share, by a word. */
public enum PreprocessingPreset {
  /**
   * torchvision's for classification: the shorter side to 8/7 of the input's by a bilinear filter,
   * the centre, ImageNet's mean and deviation.
   */
  IMAGENET(
      Optional.of(Preprocessing.Crop.of(0.875, Margin.HALF_EVEN)),
      Filter.BILINEAR,
      Constants.IMAGENET,
      ChannelOrder.RGB),

  /** OpenAI's for CLIP: the shorter side to the input's by a bicubic filter, the centre. */
  CLIP(
      Optional.of(Preprocessing.Crop.of(1.0, Margin.HALF_EVEN)),
      Filter.BICUBIC,
      new Normalisation(
          255,
          new Channels(0.48145466f, 0.4578275f, 0.40821073f),
          new Channels(0.26862954f, 0.26130258f, 0.27577711f)),
      ChannelOrder.RGB),

  /** Google's for SigLIP: squashed by a bicubic filter, to [-1, 1]. */
  SIGLIP(
      Optional.empty(),
      Filter.BICUBIC,
      new Normalisation(255, Channels.all(0.5f), Channels.all(0.5f)),
      ChannelOrder.RGB),

  /** Keras Applications' mode {@code tf}: to [-1, 1]. */
  KERAS_TF(
      Optional.empty(),
      Filter.BICUBIC,
      new Normalisation(127.5f, Channels.all(1), Channels.all(1)),
      ChannelOrder.RGB),

  /** Keras Applications' mode {@code caffe}: blue first, ImageNet's mean taken away, in levels. */
  KERAS_CAFFE(
      Optional.empty(),
      Filter.BICUBIC,
      new Normalisation(1, new Channels(123.68f, 116.779f, 103.939f), Channels.all(1)),
      ChannelOrder.BGR),

  /** Keras Applications' mode {@code torch}: ImageNet's mean and deviation. */
  KERAS_TORCH(Optional.empty(), Filter.BICUBIC, Constants.IMAGENET, ChannelOrder.RGB);

  private final Preprocessing preprocessing;

  PreprocessingPreset(
      Optional<Preprocessing.Crop> crop,
      Filter filter,
      Normalisation normalisation,
      ChannelOrder channels) {
    preprocessing = new Preprocessing(Optional.empty(), crop, filter, normalisation, channels);
  }

  /**
   * The one of that name.
   *
   * @param word such as {@code keras-tf}
   * @return empty when there is none
   */
  public static Optional<PreprocessingPreset> named(String word) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(word)).findFirst();
  }

  /** {@return the names of all, in one text} */
  public static String names() {
    return Arrays.stream(values())
        .map(PreprocessingPreset::wireName)
        .collect(Collectors.joining(", "));
  }

  /** {@return the name on the command line, such as keras-tf} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return what it stands for} */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** An enum's constants come before its static fields. */
  private static final class Constants {
    /** In red, green and blue, of levels from 0 to 1; torchvision's documentation has them. */
    static final Normalisation IMAGENET =
        new Normalisation(
            255, new Channels(0.485f, 0.456f, 0.406f), new Channels(0.229f, 0.224f, 0.225f));
  }
}
