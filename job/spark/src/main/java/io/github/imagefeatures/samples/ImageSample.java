package io.github.imagefeatures.samples;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.ImageStore;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.NameRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Copies a small, seeded subset of a folder of images, to try things on.
 *
 * <p>Labels, and the images of a label, are ranked by a hash of the seed and of their name below
 * the folder, and the first ones are taken. So the same seed takes the same images wherever the
 * folder lies and in whatever order it is listed, and a larger sample contains the smaller one.
 */
public final class ImageSample {

  private final Configuration configuration;

  /**
   * @param configuration where Hadoop finds the file system of the images
   */
  public ImageSample(Configuration configuration) {
    this.configuration = Objects.requireNonNull(configuration, "configuration");
  }

  /**
   * Copies images with their folders and names, so that each keeps its label.
   *
   * @param from a folder as {@link ImageLister#list} takes it, local or not
   * @param to a local folder that does not exist yet or is empty
   * @param size how many; where there are fewer, all of them are taken
   * @param seed chooses the subset
   * @return what was copied
   * @throws InputException if the images cannot be listed or one of them cannot be read
   * @throws OutputException if the target is not empty or cannot be written; it is then as it was
   *     before, or the message says what stayed
   */
  public WrittenImages copy(String from, String to, SetSize size, long seed) {
    ImageListing listing = new ImageLister(configuration).list(from, ListingOptions.defaults());
    List<ListedImage> chosen = choose(listing, size, seed);
    java.nio.file.Path folder =
        NewFolder.fill(
            to,
            target -> {
              for (ListedImage image : chosen) {
                target.write(targetOf(image, listing), read(image));
              }
            });
    long classes = chosen.stream().map(ListedImage::label).distinct().count();
    return new WrittenImages(folder, (int) classes, chosen.size());
  }

  private static List<ListedImage> choose(ImageListing listing, SetSize size, long seed) {
    SeededHash hash = new SeededHash(seed);
    Map<String, List<ListedImage>> byLabel =
        listing.images().stream().collect(Collectors.groupingBy(ListedImage::label));
    return firstByHash(byLabel.keySet(), label -> label, hash, size.classes())
        .map(byLabel::get)
        .flatMap(images -> firstByHash(images, listing::relativePath, hash, size.perClass()))
        .toList();
  }

  private static <T> Stream<T> firstByHash(
      Collection<T> all, Function<T, String> name, SeededHash hash, int count) {
    record Ranked<T>(T element, String name, long hash) {}
    return all.stream()
        .map(element -> new Ranked<>(element, name.apply(element), hash.of(name.apply(element))))
        .sorted(Comparator.<Ranked<T>>comparingLong(Ranked::hash).thenComparing(Ranked::name))
        .limit(count)
        .map(Ranked::element);
  }

  /**
   * Its path below the folder. A member of a tar that has its label from beside it gets a folder of
   * that name, so that it keeps the label as a file of its own.
   */
  private static String targetOf(ListedImage image, ImageListing listing) {
    String relative = listing.relativePath(image);
    String label = image.label();
    if (image.tar() == null || label.isEmpty() || NameRules.folderOf(relative).equals(label)) {
      return relative;
    }
    if (label.startsWith(".") || label.contains("/")) {
      throw new InputException(
          FailureId.CLASS_NOT_A_NAME,
          "The class '"
              + label
              + "' of '"
              + image.path()
              + "' cannot be the name of a folder; sample a set whose classes are plain names.");
    }
    int name = relative.lastIndexOf('/') + 1;
    return relative.substring(0, name) + label + "/" + relative.substring(name);
  }

  private byte[] read(ListedImage image) {
    try {
      return image.tar() == null ? readFile(image) : readMember(image);
    } catch (IOException failure) {
      throw new InputException(
          FailureId.SAMPLE_UNREADABLE,
          "Reading '"
              + image.path()
              + "' failed: "
              + Reason.of(failure)
              + "; take the file away or make it readable, and sample again.",
          failure);
    }
  }

  private byte[] readFile(ListedImage image) throws IOException {
    Path path = ImagePath.file(image.path());
    FileSystem store = ImageStore.of(path, configuration);
    try (InputStream stream = ImageStore.openWhole(store, path, image.length())) {
      return stream.readAllBytes();
    }
  }

  private byte[] readMember(ListedImage image) throws IOException {
    if (image.restOfTar()) {
      throw new IOException("the tar is damaged or cut off at byte " + image.offset());
    }
    Path path = ImagePath.file(image.tar());
    FileSystem store = ImageStore.of(path, configuration);
    try (FSDataInputStream stream = ImageStore.openInParts(store, store.getFileStatus(path))) {
      byte[] content = new byte[(int) Math.min(Integer.MAX_VALUE - 8, image.length())];
      stream.readFully(image.offset(), content);
      return content;
    }
  }
}
