package io.github.imagefeatures.cdk;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the foundation is made from. A foundation lasts longer than a command line, so these stand
 * in {@code cdk.json}.
 *
 * @param encryptLocalDisks whether the nodes' disks are encrypted with the foundation's key
 * @param keyEndpoint whether the network has an endpoint of KMS
 * @param zones the two availability zones of the subnets; empty for the account's first two
 * @param tlsCertificates a ZIP of PEM files for encryption in transit, {@code s3://bucket/key}
 * @param budget dollars a month above which a mail warns
 * @param mail who gets an e-mail when a run has ended
 * @param keep whether buckets and key survive the foundation
 * @param permissionsBoundary name of the managed policy that bounds every role
 * @param existing what the account has already
 * @param tags the tags of everything
 */
public record KeptSettings(
    boolean encryptLocalDisks,
    boolean keyEndpoint,
    List<String> zones,
    Optional<String> tlsCertificates,
    Optional<Integer> budget,
    Optional<String> mail,
    boolean keep,
    Optional<String> permissionsBoundary,
    ExistingParts existing,
    Map<String, String> tags) {

  private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern POLICY = Pattern.compile("[\\w+=,.@/-]{1,128}");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
  private static final int MOST_TAGS = 40;
  private static final Pattern ZONE = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+[a-z]");
  private static final int MOST_DOLLARS = 1_000_000;

  static KeptSettings of(ContextValues context) {
    Optional<String> mail = context.text("notify", MAIL, "an e-mail address");
    ExistingParts existing = ExistingParts.of(context);
    boolean keyEndpoint = context.flag("keyEndpoint", false);
    List<String> zones = zones(context.list("zones", ""));
    requireOwnNetwork("keyEndpoint", keyEndpoint, existing);
    requireOwnNetwork("zones", !zones.isEmpty(), existing);
    return new KeptSettings(
        context.oneOf("localDisks", "kms", "kms", "none").equals("kms"),
        keyEndpoint,
        zones,
        context.text("tlsCertificates").map(KeptSettings::certificates),
        budget(context.number("budget", 1, MOST_DOLLARS), mail),
        mail,
        context.oneOf("removal", "keep", "keep", "destroy").equals("keep"),
        context.text(
            "permissionsBoundary",
            POLICY,
            "the name of a managed policy of the account, up to 128 letters, digits and _+=,.@/-"),
        existing,
        tags(context.map("tags")));
  }

  private static void requireOwnNetwork(String name, boolean isSet, ExistingParts existing) {
    if (isSet && existing.vpc().isPresent()) {
      throw new SettingsException(
          "IF-CDK-18",
          "%s is for the network that the foundation makes: leave out %s or vpc."
              .formatted(name, name));
    }
  }

  private static List<String> zones(List<String> names) {
    if (names.isEmpty() || names.equals(List.of(""))) {
      return List.of();
    }
    boolean known = names.stream().allMatch(name -> ZONE.matcher(name).matches());
    if (!known || names.size() != 2 || names.get(0).equals(names.get(1))) {
      throw ContextValues.wrong(
          "zones",
          String.join(",", names),
          "two availability zones of the region, such as eu-west-1a,eu-west-1b");
    }
    return List.copyOf(names);
  }

  private static Optional<Integer> budget(Optional<Integer> dollars, Optional<String> mail) {
    if (dollars.isPresent() && mail.isEmpty()) {
      throw new SettingsException(
          "IF-CDK-14", "budget needs notify: name in cdk.json who is to be warned by mail.");
    }
    return dollars;
  }

  private static String certificates(String value) {
    String address = S3Address.checked("tlsCertificates", value);
    if (!address.endsWith(".zip")) {
      throw ContextValues.wrong(
          "tlsCertificates", value, "the s3:// address of a .zip of PEM files");
    }
    return address;
  }

  private static Map<String, String> tags(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw new SettingsException(
          "IF-CDK-05",
          String.format(Locale.ROOT, "tags are at most %d, not %d.", MOST_TAGS, tags.size()));
    }
    tags.forEach(
        (key, value) -> {
          boolean named = !key.isEmpty() && key.length() <= 128 && !key.startsWith("aws:");
          if (!named || !TAG.matcher(key).matches() || !TAG.matcher(value).matches()) {
            throw ContextValues.wrong(
                "tags",
                key + "=" + value,
                "names of 1 to 128 and texts of up to 256 letters, digits, spaces and _.:/=+-@, no name beginning with 'aws:'");
          }
        });
    // In one order in every JVM: a run's fingerprint is made from it.
    return Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
