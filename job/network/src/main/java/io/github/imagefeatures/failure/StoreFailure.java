package io.github.imagefeatures.failure;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * A store that does not answer as it should, after its client has tried as often as it tries. Such
 * a failure says nothing of the file that was asked for: the next one fares no better.
 */
public final class StoreFailure {
  /** S3's words for credentials that it does not, or no longer, take. */
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "ExpiredToken|InvalidToken|TokenRefreshRequired|InvalidAccessKeyId|SignatureDoesNotMatch|RequestTimeTooSkewed");

  private static final String S3A = "org.apache.hadoop.fs.s3a.";

  /** What S3A throws when none of its providers of credentials has any. */
  private static final Pattern MISSING =
      Pattern.compile(Pattern.quote(S3A) + "auth\\.(NoAuthWithAWS|NoAwsCredentials)Exception");

  /** The providers that it names then, and where they look. */
  private static final Map<String, String> PLACES = places();

  private static final Pattern PROFILE = Pattern.compile("profileName=([^,)\\s]+)");
  private static final String AWS = "software.amazon.awssdk.";

  /** AWS's HTTP client, where it is not part of their bundle. */
  private static final String HTTP = "org.apache.http.";

  /** The file was written anew while it was read. */
  private static final String CHANGED = S3A + "RemoteFileChangedException";

  private final Throwable failure;
  private final Throwable cause;

  private StoreFailure(Throwable failure, Throwable cause) {
    this.failure = failure;
    this.cause = cause;
  }

  /**
   * Finds a store's failure among the causes of another.
   *
   * @param failure any
   * @return absent when the file itself cannot be had, or something else is wrong
   */
  public static Optional<StoreFailure> in(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (isOfMissingCredentials(at)) {
        return Optional.of(new StoreFailure(failure, at));
      }
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (isOfFile(at)) {
        return Optional.empty();
      }
      if (isOfNetwork(at) || isOfS3(at) || isOfCredentials(at)) {
        return Optional.of(new StoreFailure(failure, at));
      }
    }
    return Optional.empty();
  }

  /** {@return whether failures are an S3 client's, and not of whatever else has connections} */
  public boolean isOfS3() {
    return isOfS3(cause) || isOfCredentials(cause);
  }

  /** {@return what ends a run whose images lie there} */
  public InputException ofImages() {
    return new InputException(id(), sentence("images"), failure);
  }

  /** {@return what ends a run whose labels file lies there} */
  public InputException ofLabels() {
    return new InputException(id(), sentence("labels file"), failure);
  }

  /** {@return what ends a run whose output lies there} */
  public OutputException ofOutput() {
    return new OutputException(id(), sentence("output"), failure);
  }

  private FailureId id() {
    if (isOfMissingCredentials(cause)) {
      return FailureId.NO_CREDENTIALS;
    }
    return isOfCredentials(cause) ? FailureId.CREDENTIALS_REFUSED : FailureId.STORE_FAILED;
  }

  private String sentence(String what) {
    if (isOfMissingCredentials(cause)) {
      return "There are no credentials for the %s (looked for in %s): sign in ('aws sso login'), name a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
          .formatted(what, placesLookedAt());
    }
    return isOfCredentials(cause)
        ? "The credentials for the %s have expired or are not valid (%s): renew them, then resume with the same command and --run-id."
            .formatted(what, reason())
        : "The store of the %s does not answer as it should (%s): see that it can be reached, then resume with the same command and --run-id."
            .formatted(what, reason());
  }

  private String placesLookedAt() {
    StringBuilder messages = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      messages.append(at.getMessage()).append('\n');
    }
    String said = messages.toString();
    String places =
        PLACES.entrySet().stream()
            .filter(place -> said.contains(place.getKey()))
            .map(Map.Entry::getValue)
            .distinct()
            .collect(Collectors.joining(", "));
    Matcher profile = PROFILE.matcher(said);
    return profile.find() ? places.replace("a profile", "the profile " + profile.group(1)) : places;
  }

  private static Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("TemporaryAWSCredentialsProvider", "Hadoop's settings");
    places.put("SimpleAWSCredentialsProvider", "Hadoop's settings");
    places.put("SystemPropertyCredentialsProvider", "Java's properties");
    places.put("EnvironmentVariableCredentialsProvider", "the environment");
    places.put("WebIdentityTokenCredentialsProvider", "a web identity");
    places.put("ProfileCredentialsProvider", "a profile");
    places.put("ContainerCredentialsProvider", "the container's role");
    places.put("InstanceProfileCredentialsProvider", "the instance's role");
    places.put("IAMInstanceCredentialsProvider", "the instance's role");
    return places;
  }

  /** Returns the innermost cause's words: the causes around it add addresses and class names. */
  private String reason() {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Reason.of(root);
  }

  private static boolean isOfMissingCredentials(Throwable failure) {
    return MISSING.matcher(failure.getClass().getName()).matches();
  }

  /** What S3 says of an object comes with S3's own exception for a cause. */
  private static boolean isOfFile(Throwable failure) {
    return failure instanceof FileNotFoundException
        || failure instanceof AccessDeniedException && !isOfCredentials(failure);
  }

  private static boolean isOfNetwork(Throwable failure) {
    return failure instanceof SocketException
        || failure instanceof SocketTimeoutException
        || failure instanceof UnknownHostException
        || failure instanceof EOFException
        || failure instanceof SSLException;
  }

  private static boolean isOfS3(Throwable failure) {
    String name = failure.getClass().getName();
    return name.startsWith(S3A) && !name.equals(CHANGED)
        || name.startsWith(AWS)
        || name.startsWith(HTTP);
  }

  private static boolean isOfCredentials(Throwable failure) {
    return (isOfS3(failure) || failure instanceof AccessDeniedException)
        && CREDENTIALS.matcher(String.valueOf(failure.getMessage())).find();
  }
}
