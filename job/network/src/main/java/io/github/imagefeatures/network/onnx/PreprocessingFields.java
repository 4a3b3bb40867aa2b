package io.github.imagefeatures.network.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.network.onnx.Preprocessing.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a JSON file says of preprocessing, read so that nothing in it is guessed: a value that is
 * not what its name calls for is refused.
 *
 * @param file an object
 */
record PreprocessingFields(JsonNode file) {
  /** Of an 8-bit channel. */
  static final double BRIGHTEST = 255;

  /** Sides above it are a mistake: no network reads images of so many pixels. */
  private static final int LONGEST_SIDE = 8192;

  /** Whether a name is there, be it with {@code null}. */
  boolean has(String name) {
    return file.has(name);
  }

  /** The value of a name; one that is missing has no value of any kind. */
  JsonNode get(String name) {
    return file.path(name);
  }

  /** What stands in the file under a name. */
  PreprocessingFields under(String name) {
    return new PreprocessingFields(file.path(name));
  }

  /** What is not said is as the dialect has it. */
  boolean isTrue(String name, boolean unlessSaid) {
    return file.path(name).asBoolean(unlessSaid);
  }

  void requireKnown(String... names) throws PreprocessingRefused {
    List<String> known = List.of(names);
    for (String name : (Iterable<String>) file::fieldNames) {
      if (!known.contains(name)) {
        throw new PreprocessingRefused("there is nothing called '%s'".formatted(name));
      }
    }
  }

  void requireNone(String because, String... names) throws PreprocessingRefused {
    for (String name : names) {
      if (file.has(name)) {
        throw new PreprocessingRefused("'%s' counts for nothing where %s".formatted(name, because));
      }
    }
  }

  boolean isChosen(String name, String first, String second) throws PreprocessingRefused {
    String word = file.path(name).asText();
    if (!word.equals(first) && !word.equals(second)) {
      throw new PreprocessingRefused(
          "'%s' is neither '%s' nor '%s'".formatted(name, first, second));
    }
    return word.equals(first);
  }

  <T> T choice(String name, T[] all, Function<T, String> wireName) throws PreprocessingRefused {
    String word = file.path(name).asText();
    return Arrays.stream(all)
        .filter(each -> wireName.apply(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new PreprocessingRefused(
                    "'%s' is not one of %s"
                        .formatted(
                            name, String.join(", ", Arrays.stream(all).map(wireName).toList()))));
  }

  Optional<Size> size(String name) throws PreprocessingRefused {
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

  static int side(JsonNode number, String name) throws PreprocessingRefused {
    if (!number.isInt() || number.asInt() < 1 || number.asInt() > LONGEST_SIDE) {
      throw new PreprocessingRefused(
          String.format(
              Locale.ROOT, "'%s' is not a number of pixels from 1 to %d", name, LONGEST_SIDE));
    }
    return number.asInt();
  }

  double fraction(String name) throws PreprocessingRefused {
    double number = file.path(name).asDouble(Double.NaN);
    if (!(number > 0 && number <= 1)) {
      throw new PreprocessingRefused("'%s' is not a number above 0 and at most 1".formatted(name));
    }
    return number;
  }

  double positive(String name) throws PreprocessingRefused {
    double number = file.path(name).asDouble(Double.NaN);
    if (!((float) number > 0 && Float.isFinite((float) number))) {
      throw new PreprocessingRefused("'%s' is not a number above 0".formatted(name));
    }
    return number;
  }

  Channels deviations(String name) throws PreprocessingRefused {
    Channels channels = channels(name);
    if (!(channels.red() > 0 && channels.green() > 0 && channels.blue() > 0)) {
      throw new PreprocessingRefused("'%s' has a number that is not above 0".formatted(name));
    }
    return channels;
  }

  Channels channels(String name) throws PreprocessingRefused {
    JsonNode numbers = file.path(name);
    if (!numbers.isArray() || numbers.size() != 3) {
      throw new PreprocessingRefused(
          "'%s' is not three numbers, for red, green and blue".formatted(name));
    }
    float[] channels = new float[3];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = (float) numbers.get(i).asDouble(Double.NaN);
      if (!Float.isFinite(channels[i])) {
        throw new PreprocessingRefused(
            "'%s' is not three numbers, for red, green and blue".formatted(name));
      }
    }
    return new Channels(channels[0], channels[1], channels[2]);
  }
}
