package io.github.imagefeatures.cdk;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the foundation is made from. A foundation lasts longer than a command line, so these stand
 * in {@code cdk.json}.
 *
 * @param encryptLocalDisks whether the nodes' disks are encrypted with the foundation's key, which
 *     needs an endpoint of KMS in the network
 * @param tlsCertificates a ZIP of PEM files for encryption in transit, {@code s3://bucket/key}
 * @param mail who gets an e-mail when a run has ended
 * @param keep whether buckets and key survive the foundation
 * @param permissionsBoundary name of the managed policy that bounds every role
 * @param tags of everything
 */
public record KeptSettings(
    boolean encryptLocalDisks,
    Optional<String> tlsCertificates,
    Optional<String> mail,
    boolean keep,
    Optional<String> permissionsBoundary,
    Map<String, String> tags) {

  private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern POLICY = Pattern.compile("[\\w+=,.@/-]{1,128}");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
  private static final int MOST_TAGS = 40;

  static KeptSettings of(ContextValues context) {
    return new KeptSettings(
        context.oneOf("localDisks", "kms", "kms", "none").equals("kms"),
        context.text("tlsCertificates").map(KeptSettings::certificates),
        context.text("notify", MAIL, "an e-mail address"),
        context.oneOf("removal", "keep", "keep", "destroy").equals("keep"),
        context.text(
            "permissionsBoundary",
            POLICY,
            "the name of a managed policy of the account, up to 128 letters, digits and _+=,.@/-"),
        tags(context.map("tags")));
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
