package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.address.Uris;
import io.github.imagefeatures.job.model.ModelException;
import io.github.imagefeatures.job.reduce.ReductionException;
import io.github.imagefeatures.job.source.InputException;
import io.github.imagefeatures.job.source.OutputException;
import io.github.imagefeatures.job.source.StoreFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;

/** How a command ends. The numbers are documented and stay. */
public enum ExitCode {
  /** Done. */
  DONE(0, "done"),
  /** Something nobody expected; a bug, a crash, a lost cluster. */
  UNEXPECTED(1, "unexpected: a bug, a crash, a lost cluster"),
  /** The command line is wrong, or what stands for it in the environment or a file. */
  USAGE(2, "usage: an option is wrong, also in the environment or a file"),
  /** No images, or they cannot be read, or they cannot be reduced as asked. */
  INPUT(3, "input: no images, or they cannot be read or reduced as asked"),
  /** More images were rejected than allowed. */
  TOO_MANY_REJECTED(4, "too many images rejected"),
  /** Weights that cannot be had, read or trusted. */
  MODEL(5, "model: weights that cannot be had, read or trusted"),
  /** The output cannot be written, read or trusted. */
  OUTPUT(6, "output: it cannot be written, read or trusted"),
  /** Ctrl-C. */
  INTERRUPTED(130, "interrupted with Ctrl-C (143: asked to end by SIGTERM)");

  private static final Pattern DISK =
      Pattern.compile(
          "No space left|Disk quota|File too large|Read-only file system|Permission denied");

  private static final Pattern LOST_EXECUTOR = Pattern.compile("ExecutorLostFailure ([^\n]*)");

  private final int number;
  private final String words;

  ExitCode(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** {@return what the shell sees} */
  public int number() {
    return number;
  }

  /** {@return what it means, for people} */
  public String words() {
    return words;
  }

  /**
   * The code of a failure: the first exception of ours in its chain of causes decides, and where
   * there is none, whether a disk is at the root of it. (Images that cannot be read are rejected,
   * so the disk is the output's.)
   *
   * @param failure what ended the command
   * @return its code
   */
  public static ExitCode of(Throwable failure) {
    Throwable known = known(failure);
    if (known instanceof InputException || known instanceof ReductionException) {
      return INPUT;
    }
    if (known instanceof TooManyRejectedException) {
      return TOO_MANY_REJECTED;
    }
    if (known instanceof ModelException) {
      return MODEL;
    }
    return known instanceof OutputException
            || isOfDisk(root(failure))
            || s3Failure(failure).isPresent()
        ? OUTPUT
        : UNEXPECTED;
  }

  /**
   * One sentence for a failure, no credentials in it.
   *
   * @param failure what ended the command
   * @return what went wrong and what to do
   */
  public static String sentence(Throwable failure) {
    return Uris.masked(unmasked(failure));
  }

  private static String unmasked(Throwable failure) {
    Throwable known = known(failure);
    if (known != null) {
      return known.getMessage();
    }
    Throwable root = root(failure);
    Optional<StoreFailure> s3 = s3Failure(failure);
    if (s3.isPresent()) {
      return s3.get().ofOutput().getMessage();
    }
    if (isOfDisk(root)) {
      return "The output cannot be written (%s): check that its disk and the one of temporary files have room and let you write."
          .formatted(root.getMessage());
    }
    Optional<String> lost = lostExecutor(failure);
    if (lost.isPresent()) {
      return "Executors were lost again and again, the last one so: %s. See their logs for the cause, often too little memory, then go on with the same command and --run-id."
          .formatted(lost.get());
    }
    return "Unexpected: %s. Run again with --verbose and report what it shows."
        .formatted(root.toString().lines().findFirst().orElse(""));
  }

  /** What Spark says of the executor whose loss ended a job. */
  private static Optional<String> lostExecutor(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Matcher lost = LOST_EXECUTOR.matcher(String.valueOf(at.getMessage()));
      if (at instanceof SparkException && lost.find()) {
        return Optional.of(lost.group(1).strip());
      }
    }
    return Optional.empty();
  }

  /** Others than those of the output are known by their kind. */
  private static Optional<StoreFailure> s3Failure(Throwable failure) {
    return StoreFailure.in(failure).filter(StoreFailure::isOfS3);
  }

  private static boolean isOfDisk(Throwable root) {
    return root instanceof FileSystemException
        || root instanceof IOException && DISK.matcher(String.valueOf(root.getMessage())).find();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static Throwable known(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof InputException
          || at instanceof ReductionException
          || at instanceof TooManyRejectedException
          || at instanceof ModelException
          || at instanceof OutputException) {
        return at;
      }
    }
    return null;
  }
}
