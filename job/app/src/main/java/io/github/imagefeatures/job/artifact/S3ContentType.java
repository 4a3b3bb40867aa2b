package io.github.imagefeatures.job.artifact;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Tells S3 of which kind an object is. Hadoop stores all as {@code application/octet-stream} and
 * has no setting for it; a browser saves such an object instead of showing it.
 */
final class S3ContentType {
  private S3ContentType() {}

  /**
   * Copies an object, as Hadoop does when it renames one, and encrypted alike, but with a content
   * type.
   *
   * <p>These members are Hadoop's own. Another build may not have them, and whatever they throw is
   * no failure of a run.
   *
   * @throws IOException when S3 refuses
   * @throws RuntimeException so does the SDK
   */
  static void copy(S3AFileSystem store, Path from, Path to, String type) throws IOException {
    HeadObjectResponse now = store.getS3AInternals().getObjectMetadata(from);
    S3Client client = store.getS3AInternals().getAmazonS3Client("content type of " + to);
    CopyObjectRequest request =
        store
            .getRequestFactory()
            .newCopyObjectRequestBuilder(store.pathToKey(from), store.pathToKey(to), now)
            .contentType(type)
            .build();
    client.copyObject(request);
  }
}
