package io.github.imagefeatures.job.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * The values of an option that has only a few, in lower case and with hyphens, also for the tab
 * key.
 */
public abstract class Choices extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  /**
   * @param type whose constants they are
   */
  public Choices(Class<? extends Enum<?>> type) {
    super(names(type));
  }

  /** Reads such an option's value, whatever its letters' case. */
  public static <E extends Enum<E>> void register(Class<E> type, CommandLine program) {
    program.registerConverter(
        type,
        text ->
            Stream.of(type.getEnumConstants())
                .filter(each -> name(each).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new TypeConversionException(
                            "'%s' is not one of %s"
                                .formatted(text, String.join(", ", names(type))))));
  }

  private static List<String> names(Class<? extends Enum<?>> type) {
    return Stream.of(type.getEnumConstants()).map(Choices::name).toList();
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
