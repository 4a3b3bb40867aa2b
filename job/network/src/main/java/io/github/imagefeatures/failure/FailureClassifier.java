package io.github.imagefeatures.failure;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out what kind of failure an exception is that another library may have thrown. */
public final class FailureClassifier {
  private static final Pattern DISK =
      Pattern.compile(
          "No space left|Disk quota|File too large|Read-only file system|Permission denied");

  private static final String SPARK = "org.apache.spark.";
  private static final Pattern LOST_EXECUTOR = Pattern.compile("ExecutorLostFailure ([^\n]*)");

  private FailureClassifier() {}

  /**
   * A failure with its exit code and sentence. The outermost exception of ours in the chain of
   * causes decides. Where there is none, an S3 client or a disk at the root of it is the output's:
   * images that cannot be read are rejected, and an image store that does not answer has its own
   * exception. Everything else is unexpected.
   *
   * @param failure what ended a command
   * @return the exception of ours within it, or a new one around it
   */
  public static JobException classify(Throwable failure) {
    Optional<JobException> ours =
        causes(failure)
            .filter(JobException.class::isInstance)
            .map(JobException.class::cast)
            .findFirst();
    return ours.or(() -> s3(failure))
        .or(() -> disk(failure))
        .or(() -> lostExecutor(failure))
        .orElseGet(() -> unexpected(failure));
  }

  private static Optional<JobException> s3(Throwable failure) {
    return StoreFailure.in(failure).filter(StoreFailure::isOfS3).map(StoreFailure::ofOutput);
  }

  private static Optional<JobException> disk(Throwable failure) {
    Throwable root = root(failure);
    boolean ofDisk =
        root instanceof FileSystemException
            || root instanceof IOException
                && DISK.matcher(String.valueOf(root.getMessage())).find();
    return ofDisk
        ? Optional.of(
            new OutputException(
                FailureId.OUTPUT_DISK,
                "The output cannot be written (%s): check that its disk and the one of temporary files have room and let you write."
                    .formatted(root.getMessage()),
                failure))
        : Optional.empty();
  }

  /** Spark says of the executor whose loss ended a job how it was lost. */
  private static Optional<JobException> lostExecutor(Throwable failure) {
    return causes(failure)
        .filter(at -> at.getClass().getName().startsWith(SPARK))
        .map(at -> LOST_EXECUTOR.matcher(String.valueOf(at.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(
            lost ->
                new UnexpectedException(
                    FailureId.EXECUTORS_LOST,
                    "Executors were lost again and again, the last one so: %s. See their logs for the cause, often too little memory, then resume with the same command and --run-id."
                        .formatted(lost.group(1).strip()),
                    failure));
  }

  private static JobException unexpected(Throwable failure) {
    return new UnexpectedException(
        FailureId.UNEXPECTED,
        "Unexpected: %s. Report it together with the stack trace."
            .formatted(root(failure).toString().lines().findFirst().orElse("")),
        failure);
  }

  private static Throwable root(Throwable failure) {
    return causes(failure).reduce(failure, (outer, inner) -> inner);
  }

  /** A failure and its causes, the outermost first. */
  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, at -> at != null, Throwable::getCause);
  }
}
