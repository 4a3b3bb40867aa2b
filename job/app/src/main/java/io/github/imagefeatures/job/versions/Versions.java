package io.github.imagefeatures.job.versions;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The versions of this project and of what it stands on. */
public final class Versions {
  /** The name of the JAR's sha256 among the versions. */
  public static final String JAR_SHA256 = "jar_sha256";

  private static final String OWN = "image-features";
  private static final String JAVA = "java";

  /** Set by the launcher; reading the JAR takes seconds. */
  private static final String KNOWN_SHA256 = "imagefeatures.jar.sha256";

  private static final String RESOURCE = "/io/github/imagefeatures/job/version.properties";

  private Versions() {}

  /** {@return this project's own version} */
  public static String own() {
    return built("version");
  }

  /**
   * Those that are known without loading TensorFlow's library: its own number is that of the Java
   * library that brings it.
   *
   * @return them by name
   */
  public static Map<String, String> withoutLoading() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put(OWN, own());
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("hadoop", org.apache.hadoop.util.VersionInfo.getVersion());
    versions.put("tensorflow-java", built("tensorflow-java"));
    versions.put("onnxruntime", built("onnxruntime"));
    versions.put(JAVA, Runtime.version().toString());
    return versions;
  }

  /** What was written down when this was built. */
  private static String built(String name) {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the JAR has no " + RESOURCE, e);
    }
    return properties.getProperty(name);
  }

  /**
   * Returns every version by its name; the JAR's sha256 is empty when the classes do not come from
   * a JAR.
   *
   * @param engine what computed the network
   */
  public static Map<String, String> all(Engine engine) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put(OWN, own());
    versions.put(JAR_SHA256, jarSha256());
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("hadoop", org.apache.hadoop.util.VersionInfo.getVersion());
    versions.put(
        engine.wireName(),
        engine == Engine.TENSORFLOW ? TensorFlowRuntime.version() : built(engine.wireName()));
    versions.put(JAVA, Runtime.version().toString());
    return versions;
  }

  /** Those of this program that features depend on. */
  public static Map<String, String> ofFeatures() {
    return ofFeatures(
        Map.of(OWN, own(), JAR_SHA256, jarSha256(), JAVA, Runtime.version().toString()));
  }

  /**
   * Those of the versions that features depend on. The JAR brings what computes networks. Of Java,
   * whose decoders are used, the release without its updates.
   */
  public static Map<String, String> ofFeatures(Map<String, String> versions) {
    Map<String, String> some = new LinkedHashMap<>();
    for (String name : List.of(OWN, JAR_SHA256)) {
      some.put(name, versions.get(name));
    }
    some.put(JAVA, String.valueOf(versions.get(JAVA)).replaceFirst("[^0-9].*", ""));
    return some;
  }

  /**
   * The sha256 of the JAR of this program; empty when the classes do not come from a JAR. The
   * launcher may know it already.
   */
  public static String jarSha256() {
    try {
      Path jar =
          Path.of(Versions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        return "";
      }
      String known = System.getProperty(KNOWN_SHA256, "");
      if (!known.isEmpty()) {
        return known;
      }
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), sha256)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (IOException | java.net.URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JAR of this program cannot be read", e);
    }
  }
}
