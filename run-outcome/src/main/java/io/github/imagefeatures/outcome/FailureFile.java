package io.github.imagefeatures.outcome;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * {@code failure.json} in the run's folder, which the job writes before it ends with an exit code
 * other than 0.
 */
final class FailureFile {
  private static final String NAME = "failure.json";

  private final S3Client s3;
  private final S3Folder runFolder;
  private final Consumer<String> log;

  FailureFile(S3Client s3, S3Folder runFolder, Consumer<String> log) {
    this.s3 = s3;
    this.runFolder = runFolder;
    this.log = log;
  }

  /**
   * Reads the file. Whatever is wrong with it is only logged: the signal matters more.
   *
   * @param began when the job began; an older file is an earlier job's
   */
  Optional<JobFailure> read(Instant began) {
    try {
      ResponseBytes<GetObjectResponse> file =
          s3.getObjectAsBytes(
              request -> request.bucket(runFolder.bucket()).key(runFolder.key(NAME)));
      if (file.response().lastModified().isBefore(began)) {
        log.accept("%s is of an earlier job.".formatted(runFolder.address(NAME)));
        return Optional.empty();
      }
      return parse(file.asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException | IOException e) {
      log.accept("%s cannot be read: %s".formatted(runFolder.address(NAME), e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<JobFailure> parse(byte[] json) throws IOException {
    Map<String, Object> fields = JSON.std.mapFrom(json);
    if (fields.get("sentence") instanceof String sentence
        && fields.get("exit_code") instanceof Number exitCode) {
      return Optional.of(
          new JobFailure(
              exitCode.intValue(),
              Objects.toString(fields.get("id"), "no id"),
              sentence,
              Objects.toString(fields.get("stage"), "doing something that it did not name")));
    }
    throw new IOException("it has no sentence and exit_code");
  }
}
