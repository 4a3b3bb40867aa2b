package io.github.imagefeatures.cdk;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The EC2 types that a run's nodes are taken from: one architecture, because one JAR with one set
 * of natives goes to all of them, and one shape, because one Spark executor size must fill each.
 *
 * @param names such as {@code m6i.xlarge}, without repetition
 * @param arm64 whether all are Graviton
 * @param cores virtual processors of each
 * @param memoryGib memory of each, GiB
 */
public record InstanceTypes(List<String> names, boolean arm64, int cores, int memoryGib) {

  /** The longest list that may be named. */
  public static final int MOST = 15;

  private static final String RANGE =
      "a list of 1 to "
          + MOST
          + " EC2 types of the c, m or r families 5 to 8, xlarge to 4xlarge, with 16 GiB or more (such"
          + " as m6i.xlarge, c6i.2xlarge, r7g.xlarge)";
  private static final Pattern TYPE =
      Pattern.compile("([cmr]\\d[a-z]*)\\.(xlarge|2xlarge|4xlarge)");
  private static final Set<String> FAMILIES =
      Set.of(
          "c5", "c5a", "c6a", "c6g", "c6i", "c7a", "c7g", "c7i", "c8g", "m5", "m5a", "m6a", "m6g",
          "m6i", "m7a", "m7g", "m7i", "m8g", "r5", "r5a", "r6a", "r6g", "r6i", "r7a", "r7g", "r7i",
          "r8g");

  /** What one type is. */
  private record Shape(boolean arm64, int cores, int memoryGib) {}

  /**
   * @param names types, all of one architecture and shape
   * @throws SettingsException when one is unknown or they do not fit together
   */
  static InstanceTypes of(List<String> names) {
    if (names.isEmpty() || names.size() > MOST || Set.copyOf(names).size() != names.size()) {
      throw ContextValues.wrong("instanceTypes", String.join(",", names), RANGE);
    }
    Shape first = shape(names.get(0));
    for (String name : names) {
      Shape shape = shape(name);
      if (shape.arm64() != first.arm64()) {
        throw new SettingsException(
            "IF-CDK-06",
            "instanceTypes are all x86-64 or all Graviton (a 'g' after the number), because one JAR with the natives of one architecture goes to every node: %s and %s are not alike."
                .formatted(names.get(0), name));
      }
      if (!shape.equals(first)) {
        throw new SettingsException(
            "IF-CDK-07",
            String.format(
                Locale.ROOT,
                "instanceTypes are all of one shape, because one size of Spark executor must fill each: %s has %d vCPU and %d GiB, %s has %d and %d.",
                names.get(0),
                first.cores(),
                first.memoryGib(),
                name,
                shape.cores(),
                shape.memoryGib()));
      }
    }
    return new InstanceTypes(List.copyOf(names), first.arm64(), first.cores(), first.memoryGib());
  }

  /**
   * {@return JavaCPP's name of the architecture, as in the Maven property {@code native.platform}}
   */
  public String nativePlatform() {
    return arm64 ? "linux-arm64" : "linux-x86_64";
  }

  private static Shape shape(String name) {
    Matcher type = TYPE.matcher(name);
    if (!type.matches() || !FAMILIES.contains(type.group(1))) {
      throw ContextValues.wrong("instanceTypes", name, RANGE);
    }
    int cores =
        switch (type.group(2)) {
          case "xlarge" -> 4;
          case "2xlarge" -> 8;
          default -> 16;
        };
    int gibPerCore =
        switch (name.charAt(0)) {
          case 'c' -> 2;
          case 'm' -> 4;
          default -> 8;
        };
    if (cores * gibPerCore < 16) {
      throw ContextValues.wrong("instanceTypes", name, RANGE);
    }
    return new Shape(type.group(1).indexOf('g') > 0, cores, cores * gibPerCore);
  }
}
