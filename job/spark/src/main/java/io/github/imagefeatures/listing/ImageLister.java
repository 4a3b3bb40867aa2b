package io.github.imagefeatures.listing;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.failure.StoreFailure;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/**
 * Lists the images under a folder of any of Hadoop's file systems, and in the tars there, without
 * reading them.
 *
 * <p>An object store is asked for one flat listing, not for one per folder, and S3 for many parts
 * of it at once; a store that knows folders only is asked for many of them at once; a local folder
 * is walked. Names that begin with {@code _} and empty files are images like any other. A folder
 * that cannot be read ends the listing: images are never left out in silence.
 */
public final class ImageLister {

  private static final Pattern WEB = Pattern.compile("^(?i:https?|ftp)://");

  private final Configuration configuration;
  private final TarScanning scanning;

  /**
   * A lister that scans tars one after the other.
   *
   * @param configuration where Hadoop finds its file systems and their credentials
   */
  public ImageLister(Configuration configuration) {
    this(
        configuration,
        (tars, scanner, found) ->
            tars.forEach(tar -> found.accept(scanner.scan(tar, configuration))));
  }

  /**
   * @param configuration where Hadoop finds its file systems and their credentials
   * @param scanning scans tars
   */
  public ImageLister(Configuration configuration, TarScanning scanning) {
    this.configuration = Objects.requireNonNull(configuration, "configuration");
    this.scanning = Objects.requireNonNull(scanning, "scanning");
  }

  /**
   * Lists a folder and everything below it.
   *
   * @param imagesUri a local path, absolute or not, or an address such as {@code file:/...} or
   *     {@code s3a://...}; taken literally, neither globbed nor percent-decoded. The address of a
   *     single tar gives the images in it, that of any other file this one image, whatever it is
   *     called, with an empty label.
   * @param options which files are images, and how many
   * @return at least one image
   * @throws InputException if there is no such folder, if it or one below cannot be read, or if
   *     there is no image
   */
  public ImageListing list(String imagesUri, ListingOptions options) {
    Objects.requireNonNull(options, "options");
    Path path = parse(imagesUri);
    FileSystem fileSystem = fileSystemOf(path);
    try {
      FileStatus root = statusOf(fileSystem, path);
      return root.isFile()
          ? singleFile(fileSystem, root, options)
          : folder(fileSystem, root.getPath(), options);
    } catch (AccessControlException | AccessDeniedException denied) {
      StoreFailure.in(denied)
          .ifPresent(
              failure -> {
                throw failure.ofImages();
              });
      throw new InputException(
          FailureId.LISTING_DENIED,
          "Reading '"
              + path
              + "' is not permitted: "
              + Reason.of(denied)
              + "; give this account permission to list the folder and all below it.",
          denied);
    } catch (IOException | IllegalArgumentException failure) {
      throw new InputException(
          FailureId.LISTING_FAILED,
          "Listing '"
              + path
              + "' failed: "
              + Reason.of(failure)
              + "; check the address, and that this account may list the folder.",
          failure);
    }
  }

  /**
   * The folder, or the file, that would be listed.
   *
   * @param imagesUri as for {@link #list}
   * @return the root of such a listing, whether it is there or not
   * @throws InputException if the address cannot be used
   */
  public String root(String imagesUri) {
    Path path = parse(imagesUri);
    return ImagePath.of(fileSystemOf(path).makeQualified(path));
  }

  private static Path parse(String imagesUri) {
    if (imagesUri == null || imagesUri.isBlank()) {
      throw new InputException(
          FailureId.IMAGES_UNNAMED,
          "The images' location is empty; name the folder that holds them.");
    }
    if (Credentials.holdsPassword(imagesUri)) {
      throw new InputException(
          FailureId.IMAGES_WITH_PASSWORD,
          "The images' address holds a password; take it out, and give credentials through the"
              + " environment or the profile instead.");
    }
    if (WEB.matcher(imagesUri).find()) {
      throw new InputException(
          FailureId.IMAGES_ON_THE_WEB,
          "The images' location '%s' is on the web, where there is no folder to list; download it, and name the folder or the plain .tar."
              .formatted(Credentials.masked(imagesUri)));
    }
    try {
      return new Path(imagesUri);
    } catch (IllegalArgumentException malformed) {
      throw new InputException(
          FailureId.IMAGES_MALFORMED,
          "The images' location '"
              + imagesUri
              + "' is not an address; write './' before a relative path that has a colon in it, or '//'"
              + " after the colon of an address.",
          malformed);
    }
  }

  private FileSystem fileSystemOf(Path path) {
    try {
      return ImageStore.of(path, configuration);
    } catch (IOException | RuntimeException failure) {
      throw new InputException(
          FailureId.IMAGES_FILE_SYSTEM,
          "The file system of '"
              + path
              + "' cannot be used: "
              + Reason.of(failure)
              + "; check the address, and that the JAR for its kind of storage is there (for s3a:"
              + " hadoop-aws).",
          failure);
    }
  }

  private static FileStatus statusOf(FileSystem fileSystem, Path path) throws IOException {
    try {
      return fileSystem.getFileStatus(fileSystem.makeQualified(path));
    } catch (FileNotFoundException missing) {
      throw new InputException(
          FailureId.NO_IMAGES_FOLDER,
          "There is no '" + path + "'; name the folder that holds the images.",
          missing);
    }
  }

  private ImageListing singleFile(FileSystem fileSystem, FileStatus file, ListingOptions options)
      throws IOException {
    String path = ImagePath.of(file.getPath());
    Optional<String> archive = Archives.kindOf(fileSystem, file);
    if (NameRules.isCompressedTar(path) || NameRules.isTar(path) && archive.isPresent()) {
      throw new InputException(
          FailureId.TAR_COMPRESSED,
          "The tar '" + path + "' is compressed; unpack it, or pack it again as a plain .tar.");
    }
    if (archive.isPresent()) {
      throw new InputException(
          FailureId.IMAGES_IN_AN_ARCHIVE,
          "The images' location '%s' is %s; unpack it, or pack its images as a plain .tar."
              .formatted(path, archive.get()));
    }
    if (NameRules.isTar(path) && file.getLen() > 0) {
      ListingBuilder found = new ListingBuilder(path, options.names());
      found.tar(path, "");
      return withTars(found, options);
    }
    ListedImage image = new ListedImage(path, "", file.getLen(), file.getModificationTime());
    return new ImageListing(path, List.of(image));
  }

  private ImageListing folder(FileSystem fileSystem, Path root, ListingOptions options)
      throws IOException {
    ListingBuilder found = new ListingBuilder(ImagePath.of(root), options.names());
    if (ImageStore.isLocal(fileSystem)) {
      LocalWalk.walk(new File(root.toUri().getPath()).toPath(), found);
    } else {
      listStore(fileSystem, root, found);
    }
    return withTars(found, options);
  }

  private ImageListing withTars(ListingBuilder found, ListingOptions options) {
    scanning.scan(found.tars(), new TarScanner(options), found::contents);
    return found.toListing().limited(options.limit());
  }

  private static void listStore(FileSystem fileSystem, Path root, ListingBuilder found)
      throws IOException {
    Consumer<FileStatus> taking =
        file ->
            found.file(
                found.relative(ImagePath.of(file.getPath())),
                file.getLen(),
                file.getModificationTime());
    if (FolderWalk.isNeeded(fileSystem)) {
      FolderWalk.walk(fileSystem, root, taking);
      return;
    }
    if (S3Listing.isPossible(fileSystem)) {
      S3Listing.list(fileSystem, root, taking);
      return;
    }
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(root, true);
    while (files.hasNext()) {
      taking.accept(files.next());
    }
  }
}
