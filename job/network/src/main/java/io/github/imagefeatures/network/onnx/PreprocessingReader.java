package io.github.imagefeatures.network.onnx;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import java.io.IOException;
import java.util.Map;

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
public final class PreprocessingReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PreprocessingReader() {}

  /**
   * Reads a file of one of the dialects that {@code docs/networks.md} names.
   *
   * @param content the whole file
   * @param file its name, for sentences
   * @return what it says
   * @throws WeightsException when it is of none of them, or asks for what is not done here
   */
  public static Preprocessing read(byte[] content, String file) {
    try {
      return read(new PreprocessingFields(tree(content)));
    } catch (PreprocessingRefused e) {
      throw refused(file, e);
    }
  }

  /**
   * Reads what {@link OnnxNetwork#preprocessing} has said and a manifest has kept.
   *
   * @param recorded names and values
   * @param file where they stand, for sentences
   * @return what they say
   * @throws WeightsException when somebody has changed them
   */
  public static Preprocessing read(Map<String, Object> recorded, String file) {
    try {
      return read(new PreprocessingFields(MAPPER.valueToTree(recorded)));
    } catch (PreprocessingRefused e) {
      throw refused(file, e);
    }
  }

  private static WeightsException refused(String file, PreprocessingRefused e) {
    return new WeightsException(
        FailureId.PREPROCESSING_REFUSED,
        "The preprocessing file %s cannot be used: %s. Mend it, or name another with --preprocessing."
            .formatted(file, e.getMessage()),
        e);
  }

  private static Preprocessing read(PreprocessingFields file) throws PreprocessingRefused {
    if (file.has("image_processor")) {
      return TransformersPreprocessing.read(file.under("image_processor"));
    }
    if (file.has("pretrained_cfg")) {
      return TimmPreprocessing.read(file.under("pretrained_cfg"));
    }
    if (file.has("resize")) {
      return OwnPreprocessing.read(file);
    }
    if (file.has("image_mean") || file.has("do_resize")) {
      return TransformersPreprocessing.read(file);
    }
    if (file.has("interpolation") && file.has("input_size")) {
      return TimmPreprocessing.read(file);
    }
    throw new PreprocessingRefused(
        "it has neither 'resize', as in this program's own files, nor 'image_mean', as in"
            + " transformers', nor 'pretrained_cfg', as in timm's");
  }

  private static JsonNode tree(byte[] content) throws PreprocessingRefused {
    try {
      JsonNode file = MAPPER.readTree(content);
      if (file == null || !file.isObject()) {
        throw new PreprocessingRefused("it is not a JSON object");
      }
      return file;
    } catch (JacksonException e) {
      throw new PreprocessingRefused("it is not JSON (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw new PreprocessingRefused("it is not JSON (" + e.getMessage() + ")");
    }
  }
}
