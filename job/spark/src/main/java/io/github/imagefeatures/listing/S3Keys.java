package io.github.imagefeatures.listing;

import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keys of objects that no path leads to. S3 tells {@code photos//1.jpg}, {@code photos/./1.jpg} and
 * {@code photos/1.jpg} apart, Hadoop's paths do not: listed, all three have the last one's.
 */
public final class S3Keys {
  /** The most pages of a thousand keys that are searched: the slash and the dot sort first. */
  private static final int PAGES = 10;

  private S3Keys() {}

  /**
   * Looks for the object that was listed under a path under which there is none.
   *
   * @param store a store of any kind
   * @param path as listed
   * @return the object's key; empty when the store is not S3, or no such object is found
   */
  public static Optional<String> behind(FileSystem store, Path path) {
    try {
      return store instanceof S3AFileSystem s3 ? behind(s3, path) : Optional.empty();
    } catch (LinkageError thereIsNoS3A) {
      return Optional.empty();
    }
  }

  private static Optional<String> behind(S3AFileSystem store, Path path) {
    S3Client client = store.getS3AInternals().getAmazonS3Client("keys like " + path);
    Optional<String> found = Optional.empty();
    try {
      for (Path folder = path.getParent();
          folder != null && found.isEmpty();
          folder = folder.getParent()) {
        String prefix = folder.isRoot() ? "" : store.pathToKey(folder) + "/";
        found = below(prefix, store.getBucket(), store.pathToKey(path), client);
      }
      return found;
    } catch (SdkException notPermittedAbove) {
      return Optional.empty();
    }
  }

  private static Optional<String> below(String prefix, String bucket, String key, S3Client client) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
    return client.listObjectsV2Paginator(request).stream()
        .limit(PAGES)
        .flatMap(page -> page.contents().stream())
        .map(S3Object::key)
        .filter(other -> !other.equals(key) && new Path("/" + other).equals(new Path("/" + key)))
        .findFirst();
  }
}
