package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.mobilenet.MobileNetV2;
import io.github.imagefeatures.network.onnx.ChannelOrder;
import io.github.imagefeatures.network.onnx.OnnxExtractor;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.network.onnx.Preprocessing;
import io.github.imagefeatures.network.onnx.Preprocessing.Crop;
import io.github.imagefeatures.network.onnx.Preprocessing.Size;
import io.github.imagefeatures.network.onnx.PreprocessingPreset;
import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The networks that this program knows by name. */
public final class Networks {
  /** The network of a run that names none. */
  public static final PublishedNetwork DEFAULT = MobileNetV2.NETWORK;

  /** What the default network is called in texts that are fixed when this is compiled. */
  public static final String DEFAULT_TITLE = MobileNetV2.TITLE;

  /** The name of the default network, in such texts and on the command line. */
  public static final String DEFAULT_NAME = MobileNetV2.NAME;

  /** The name of the network of runs made before runs recorded theirs. */
  public static final String UNRECORDED_NAME = MobileNetV2.NAME;

  /** The names of all, in texts that are fixed when this is compiled. */
  public static final String NAMES =
      DEFAULT_NAME + ", dinov2_small, dinov2_base, clip_vit_b32, siglip_base";

  private static final int SIDE = 224;

  /**
   * Those that are ONNX files. Address and sha256 of each are what Hugging Face shows on the page
   * of the file at that revision, for SigLIP what several public repositories record of its Git LFS
   * pointer; the preprocessing is that of the {@code preprocessor_config.json} beside the file, for
   * CLIP that of {@code openai/clip-vit-base-patch32}, of which the file is an export.
   */
  public static final List<PublishedOnnx> ONNX =
      List.of(
          new PublishedOnnx(
              "dinov2_small",
              "DINOv2 ViT-S/14",
              "Apache-2.0",
              onHuggingFace(
                  "Xenova/dinov2-small",
                  "560a572cedd01ab59cf1a614c2d9673397b65ef2",
                  "onnx/model.onnx"),
              "83141175ec78b4ff9a2bb58a4c7c264ba0054d1c2e122e5a8114b79a8d4179ea",
              cutFrom(256, PreprocessingPreset.IMAGENET),
              Optional.of(Pooling.CLS)),
          new PublishedOnnx(
              "dinov2_base",
              "DINOv2 ViT-B/14",
              "Apache-2.0",
              onHuggingFace(
                  "Xenova/dinov2-base",
                  "31039eeb603df058f44c4e1cd25f6add34f48169",
                  "onnx/model.onnx"),
              "2c7a813d6e0d25784d0c29227760b08cb72f2bee9d928da935a31480a649bbce",
              cutFrom(256, PreprocessingPreset.IMAGENET),
              Optional.of(Pooling.CLS)),
          new PublishedOnnx(
              "clip_vit_b32",
              "CLIP ViT-B/32",
              "MIT",
              onHuggingFace(
                  "Qdrant/clip-ViT-B-32-vision",
                  "c0e5444235f6862180c7001a9aa8332426bc1781",
                  "model.onnx"),
              "c68d3d9a200ddd2a8c8a5510b576d4c94d1ae383bf8b36dd8c084f94e1fb4d63",
              cutFrom(SIDE, PreprocessingPreset.CLIP),
              Optional.empty()),
          new PublishedOnnx(
              "siglip_base",
              "SigLIP ViT-B/16",
              "Apache-2.0",
              onHuggingFace(
                  "Xenova/siglip-base-patch16-224",
                  "4649052661e53c7000355844105f8a1792088239",
                  "onnx/vision_model.onnx"),
              "f89d41bac7f4d4b87e010a467d93f98689d708916ed22f5a07f96fdfa26f475f",
              resized(Optional.empty(), PreprocessingPreset.SIGLIP),
              Optional.empty()));

  private Networks() {}

  /**
   * The ONNX file of that name.
   *
   * @param name such as {@code dinov2_small}
   * @return empty when there is none
   */
  public static Optional<PublishedOnnx> onnx(String name) {
    return ONNX.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * Loads the native library of an engine, unless that is done.
   *
   * @throws WeightsException when it cannot be loaded on this machine
   */
  public static void loadLibrary(Engine engine) {
    if (engine == Engine.TENSORFLOW) {
      TensorFlowRuntime.loadLibrary();
    } else {
      OnnxExtractor.loadLibrary();
    }
  }

  private static URI onHuggingFace(String repository, String revision, String file) {
    return URI.create(
        "https://huggingface.co/%s/resolve/%s/%s".formatted(repository, revision, file));
  }

  /** The centre of a larger image, as transformers cuts it. */
  private static Preprocessing cutFrom(int shortestEdge, PreprocessingPreset numbers) {
    return resized(Optional.of(new Crop(OptionalInt.of(shortestEdge), 1, Margin.DOWN)), numbers);
  }

  private static Preprocessing resized(Optional<Crop> crop, PreprocessingPreset numbers) {
    Normalisation normalisation = numbers.preprocessing().normalisation();
    return new Preprocessing(
        Optional.of(new Size(SIDE, SIDE)), crop, Filter.BICUBIC, normalisation, ChannelOrder.RGB);
  }
}
