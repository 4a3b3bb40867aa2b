package io.github.imagefeatures.featurize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.failure.StoreFailure;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.listing.ByteNames;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.ImageStore;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.S3Keys;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads images from their store, or finds out why they cannot be had. */
final class ImageContents {
  /** The largest array of every Java. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private static final int LONGEST_POINTER = 1024;
  private static final Pattern POINTER =
      Pattern.compile("^(version https://git-lfs\\.github\\.com/spec/|/annex/objects/)");

  private final Configuration hadoop;
  private final ImageLimits limits;

  /** By what the addresses of their files begin with. */
  private final Map<String, FileSystem> stores = new HashMap<>();

  ImageContents(Configuration hadoop, ImageLimits limits) {
    this.hadoop = hadoop;
    this.limits = limits;
  }

  /**
   * Reads an extent.
   *
   * @return its images, in its order
   */
  List<Fetched<ListedImage>> fetch(Extent extent) {
    ListedImage first = extent.images().get(0);
    try {
      if (first.restOfTar()) {
        throw lost(first);
      }
      if (first.tar() == null) {
        requireNoDeadLink(first);
        if (first.length() != ListedImage.UNKNOWN_LENGTH) {
          limits.checkLength(first.length());
        }
        return List.of(new Fetched<>(first, readFile(first), null));
      }
      if (extent.images().size() == 1) {
        limits.checkLength(first.length());
      }
      return members(extent);
    } catch (RejectedImageException e) {
      return rejected(extent, e);
    } catch (IOException e) {
      return rejected(extent, reasonOf(first, e));
    }
  }

  /**
   * Looks at a file that somebody else has read.
   *
   * @param content the whole file
   * @throws RejectedImageException when it is empty, too large or stands for another file
   */
  static void check(byte[] content, ImageLimits limits) throws RejectedImageException {
    limits.checkLength(content.length);
    requireNoPointer(content);
  }

  /** The file of an image; those of a listing are files, what else a path may say is not known. */
  private static Path pathOf(ListedImage image) throws RejectedImageException {
    try {
      return ImagePath.file(image.file());
    } catch (IllegalArgumentException e) {
      throw new RejectedImageException(
          RejectionReason.UNREADABLE,
          "'%s' is not the path of a file: %s."
              .formatted(Credentials.masked(image.path()), Credentials.masked(Reason.of(e))));
    }
  }

  /** The images of a run lie below one root, so they have one store: to look it up costs time. */
  private synchronized FileSystem storeOf(Path path) throws IOException {
    FileSystem store = stores.get(storeName(path));
    if (store == null) {
      store = ImageStore.of(path, hadoop);
      stores.put(storeName(path), store);
    }
    return store;
  }

  private static String storeName(Path path) {
    return path.toUri().getScheme() + "://" + path.toUri().getAuthority();
  }

  /** No more than the limit, for a file that has grown since it was listed. */
  private byte[] readFile(ListedImage image) throws IOException, RejectedImageException {
    Path path = pathOf(image);
    FileSystem store = storeOf(path);
    // S3's client asks for a length that it is not told; to check what comes it is asked for here.
    boolean ask = image.length() == ListedImage.UNKNOWN_LENGTH && !ImageStore.isLocal(store);
    long length = ask ? store.getFileStatus(path).getLen() : image.length();
    try (InputStream in = ImageStore.openWhole(store, path, length)) {
      byte[] content = in.readNBytes((int) Math.min(LARGEST - 1, limits.maxBytes()) + 1);
      limits.checkLength(content.length);
      requireWhole(path, content.length, length);
      requireNoPointer(content);
      return content;
    }
  }

  /** What git-annex, DataLad and DVC leave of a file that was not fetched is listed as empty. */
  private void requireNoDeadLink(ListedImage image) throws IOException, RejectedImageException {
    if (image.length() > 0 || !ImageStore.isLocal(storeOf(pathOf(image)))) {
      return;
    }
    java.nio.file.Path file = ByteNames.file(pathOf(image).toUri().getPath());
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw new RejectedImageException(
          RejectionReason.UNREADABLE,
          "The file is a link to '%s', where there is nothing: fetch it ('git annex get', 'datalad get', 'dvc pull'), or remove the link."
              .formatted(Files.readSymbolicLink(file)));
    }
  }

  /** What Git LFS and git-annex leave of a file that was not fetched where they make no links. */
  private static void requireNoPointer(byte[] content) throws RejectedImageException {
    if (content.length <= LONGEST_POINTER
        && POINTER.matcher(new String(content, ISO_8859_1)).find()) {
      throw new RejectedImageException(
          RejectionReason.UNREADABLE,
          "The file is a pointer to an image that was not fetched: fetch it ('git lfs pull', 'git annex get').");
    }
  }

  /** S3's client takes some connections that end early for the end of the file. */
  private void requireWhole(Path path, long read, long listed) throws IOException {
    if (read < listed && storeOf(path).getFileStatus(path).getLen() == listed) {
      throw new EOFException(
          String.format(
              Locale.ROOT, "%s ended after %d of %d bytes", ImagePath.of(path), read, listed));
    }
  }

  private List<Fetched<ListedImage>> members(Extent extent)
      throws IOException, RejectedImageException {
    Path path = ImagePath.file(extent.file());
    FileSystem store = storeOf(path);
    FileStatus tar = store.getFileStatus(path);
    if (tar.getModificationTime() != extent.images().get(0).modificationTime()) {
      throw new RejectedImageException(
          RejectionReason.VANISHED, "The tar was written anew since it was listed.");
    }
    byte[] bytes = readPart(store, tar, extent);
    List<Fetched<ListedImage>> fetched = new ArrayList<>(extent.images().size());
    for (ListedImage image : extent.images()) {
      fetched.add(member(image, bytes, extent.start()));
    }
    return fetched;
  }

  private static byte[] readPart(FileSystem store, FileStatus tar, Extent extent)
      throws IOException {
    long end = Math.min(extent.end(), tar.getLen());
    byte[] bytes = new byte[(int) Math.max(0, Math.min(LARGEST, end - extent.start()))];
    try (FSDataInputStream in = ImageStore.openInParts(store, tar)) {
      in.readFully(extent.start(), bytes);
    }
    return bytes;
  }

  private Fetched<ListedImage> member(ListedImage image, byte[] bytes, long start) {
    try {
      limits.checkLength(image.length());
      long from = image.offset() - start;
      if (from + image.length() > bytes.length) {
        throw RejectedImageException.corrupt(
            String.format(
                Locale.ROOT,
                "The tar ends within this image, after %d of its %d bytes; what followed it is lost.",
                Math.max(0, bytes.length - from),
                image.length()));
      }
      int to = (int) (from + image.length());
      byte[] content = Arrays.copyOfRange(bytes, (int) from, to);
      requireNoPointer(content);
      return new Fetched<>(image, content, null);
    } catch (RejectedImageException e) {
      return new Fetched<>(image, null, e);
    }
  }

  /**
   * @throws InputException when it is the store that fails: to reject images for that would be to
   *     lose them
   */
  private RejectedImageException reasonOf(ListedImage image, IOException failure) {
    Path path = ImagePath.file(image.file());
    FileSystem store = known(path);
    requireStoreAnswers(store, failure);
    if (!isGone(path, failure)) {
      return new RejectedImageException(
          RejectionReason.UNREADABLE,
          "The file cannot be read: " + Credentials.masked(Reason.of(failure)) + ".");
    }
    return S3Keys.behind(store, path)
        .map(
            key ->
                new RejectedImageException(
                    RejectionReason.UNREADABLE,
                    "The object's key '%s' has an empty part, '.' or '..' between slashes, so that no path leads to it: give it another key."
                        .formatted(key)))
        .orElseGet(
            () ->
                new RejectedImageException(
                    RejectionReason.VANISHED,
                    image.length() == ListedImage.UNKNOWN_LENGTH
                        ? "There is no such file."
                        : "The file is gone since it was listed."));
  }

  /** A local file that may not be read is reported as not found, too. */
  private boolean isGone(Path path, IOException failure) {
    try {
      return failure instanceof FileNotFoundException && !storeOf(path).exists(path);
    } catch (IOException e) {
      requireStoreAnswers(known(path), e);
      failure.addSuppressed(e);
      return false;
    }
  }

  /** The store of a path; null when it could not be had. */
  private synchronized FileSystem known(Path path) {
    return stores.get(storeName(path));
  }

  /** A disk's failures are its files'; a store that cannot even be opened is no file's. */
  private static void requireStoreAnswers(FileSystem store, IOException failure) {
    if (store == null || !ImageStore.isLocal(store)) {
      StoreFailure.in(failure)
          .ifPresent(
              found -> {
                throw found.ofImages();
              });
    }
  }

  private static RejectedImageException lost(ListedImage rest) {
    return RejectedImageException.corrupt(
        String.format(
            Locale.ROOT,
            "The tar is damaged, cut off or compressed at byte %d, and what follows is lost: pack it again as a plain .tar.",
            rest.offset()));
  }

  private static List<Fetched<ListedImage>> rejected(Extent extent, RejectedImageException why) {
    return extent.images().stream().map(image -> new Fetched<>(image, null, why)).toList();
  }
}
