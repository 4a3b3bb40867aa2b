package io.github.imagefeatures.job.pack;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.featurize.FeaturizeProgress;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.SparkTarScanning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Packs a folder of images into tars that a run lists as it lists the folder: the same labels,
 * splits and order, and below each tar's name the same paths. One task writes one tar. No image is
 * lost: a tar appears whole or not at all, the folder is listed again when all are written, and so
 * are the tars.
 */
public final class Pack {
  private static final String PACKED = "packed images";

  private final PackOptions options;
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final PackListener listener;

  /**
   * @param options what is to be packed
   * @param spark where
   * @param listener is told how it goes
   */
  public Pack(PackOptions options, SparkSession spark, PackListener listener) {
    this.options = options;
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = context.hadoopConfiguration();
    this.listener = listener;
  }

  /**
   * What was packed, or would be.
   *
   * @param folder where the tars are
   * @param images how many
   * @param imageBytes bytes of the images
   * @param labels how many different labels they have
   * @param splits how many images each split has; empty when the set is not divided
   * @param tars how many tars
   * @param kept how many of them an earlier process has written
   */
  public record Result(
      String folder,
      long images,
      long imageBytes,
      long labels,
      Map<String, Long> splits,
      long tars,
      long kept) {}

  /**
   * What is to be packed, and what is there already.
   *
   * @param folder gets the tars
   * @param listing the images
   * @param plan of an earlier process, or a new one
   * @param tars by the plan
   * @param isFinished whether all of them are there
   * @param isBegun whether an earlier process has left a plan, and perhaps tars
   */
  private record Prepared(
      PackFolder folder,
      ImageListing listing,
      PackPlan plan,
      List<PlannedTar> tars,
      boolean isFinished,
      boolean isBegun) {}

  /**
   * What became of a tar.
   *
   * @param packed the tar; null when it was not written
   * @param unreadable images for which it was not
   * @serial exclude
   */
  private record Outcome(PackedTar packed, ArrayList<String> unreadable)
      implements java.io.Serializable {}

  /**
   * What {@link #run} would do; writes nothing.
   *
   * @return how many tars there would be, and how many are there
   */
  public Result plan() {
    Prepared pack = prepared();
    if (pack.isFinished()) {
      return result(pack, pack.tars().size());
    }
    return result(pack, pack.isBegun() ? whole(pack.folder(), pack.tars()).size() : 0);
  }

  /**
   * Writes the tars that are not there.
   *
   * @return what is there now
   * @throws InputException when there are no images, or some cannot be read or change meanwhile
   * @throws OutputException when the tars cannot be written, or something else is in their place
   */
  public Result run() {
    Prepared pack = prepared();
    PackFolder folder = pack.folder();
    List<PlannedTar> tars = pack.tars();
    if (pack.isFinished()) {
      folder.tidy();
      return result(pack, tars.size());
    }
    folder.begin(pack.plan(), tars);
    Map<String, PackedTar> there = pack.isBegun() ? whole(folder, tars) : new TreeMap<>();
    int kept = there.size();
    write(folder, tars, there);
    PackCheck check = new PackCheck(pack.listing());
    check.requireUnchanged(listed(options.from(), options.listing()));
    check.requireSame(listed(ImagePath.of(folder.path()), options.listing().unlimited()), tars);
    folder.finish(PackIndex.of(pack.plan(), List.copyOf(there.values())));
    return result(pack, kept);
  }

  /** Reads what is there, and plans the tars by it. */
  private Prepared prepared() {
    PackFolder folder = target();
    ImageListing listing = source();
    Optional<PackIndex> finished = folder.finished();
    Optional<PackPlan> begun = folder.begun();
    PackPlan plan = planOf(folder, listing, finished.map(PackIndex::plan).or(() -> begun));
    List<PlannedTar> tars = plan.tars(listing);
    finished.ifPresent(index -> requireComplete(folder, index, tars));
    return new Prepared(folder, listing, plan, tars, finished.isPresent(), begun.isPresent());
  }

  private static Result result(Prepared pack, int kept) {
    List<ListedImage> images = pack.listing().images();
    return new Result(
        pack.folder().shown(),
        images.size(),
        images.stream().mapToLong(ListedImage::length).sum(),
        images.stream()
            .map(ListedImage::label)
            .filter(label -> !label.isEmpty())
            .distinct()
            .count(),
        pack.listing().countBySplit(),
        pack.tars().size(),
        kept);
  }

  private PackFolder target() {
    PackFolder folder = new PackFolder(options.to(), hadoop);
    String root = new ImageLister(hadoop).root(options.from());
    if (ImagePath.of(folder.path()).concat("/").startsWith(root.replaceFirst("/*$", "/"))) {
      throw new OutputException(
          FailureId.OUTPUT_WITHIN_IMAGES,
          "The tars would lie inside the images' folder %s, so that the next run would take their images twice: choose a --to elsewhere."
              .formatted(Credentials.masked(root)));
    }
    folder.requireOurs();
    return folder;
  }

  private ImageListing source() {
    ImageListing listing = listed(options.from(), options.listing());
    if (listing.skippedCompressed() > 0) {
      listener.warn(
          String.format(
              Locale.ROOT,
              "Compressed tars under %s are left out (%d): unpack them.",
              Credentials.masked(listing.root()),
              listing.skippedCompressed()));
    }
    listing.images().stream()
        .filter(image -> image.file().toLowerCase(Locale.ROOT).endsWith(".tar"))
        .findFirst()
        .ifPresent(
            image -> {
              throw new InputException(
                  FailureId.PACK_OF_TARS,
                  "There is a tar among the images, '%s', whose images are packed already: unpack it, or name a folder without tars with --from."
                      .formatted(image.file()));
            });
    return listing;
  }

  private ImageListing listed(String folder, ListingOptions listing) {
    return new ImageLister(hadoop, new SparkTarScanning(spark)).list(folder, listing);
  }

  /** The plan that is there, or a new one. */
  private PackPlan planOf(PackFolder folder, ImageListing listing, Optional<PackPlan> earlier) {
    PackPlan plan = earlier.orElseGet(() -> PackPlan.of(options, listing));
    if (plan.differsFrom(options, listing.root())) {
      throw new OutputException(
          FailureId.PACK_WITH_OTHER_OPTIONS,
          "The tars in %s were made with other options (%s): give the same ones, or name another folder with --to."
              .formatted(folder.shown(), Credentials.masked(plan.options())));
    }
    return plan;
  }

  private static void requireComplete(PackFolder folder, PackIndex index, List<PlannedTar> tars) {
    List<String> packed = index.tars().stream().map(PackedTar::listedSha256).toList();
    if (!packed.equals(tars.stream().map(PlannedTar::digest).toList())) {
      throw new OutputException(
          FailureId.PACK_WITH_OTHER_IMAGES,
          "The tars in %s are complete, but the images have changed since they were packed: name another folder with --to."
              .formatted(folder.shown()));
    }
    if (!folder.holds(index)) {
      throw new OutputException(
          FailureId.PACK_NOT_AS_WRITTEN,
          "The tars in %s are not all as its pack.json says: name another folder with --to."
              .formatted(folder.shown()));
    }
  }

  private Map<String, PackedTar> whole(PackFolder folder, List<PlannedTar> tars) {
    String to = folder.path().toString();
    Broadcast<SerializableConfiguration> settings = settings();
    Map<String, PackedTar> whole = new TreeMap<>();
    context
        .parallelize(tars, tars.size())
        .map(tar -> new PackFolder(to, settings.value().value()).whole(tar).orElse(null))
        .collect()
        .stream()
        .filter(tar -> tar != null)
        .forEach(tar -> whole.put(tar.name(), tar));
    return whole;
  }

  /** Adds the tars that were not there to those that were. */
  private void write(PackFolder folder, List<PlannedTar> tars, Map<String, PackedTar> there) {
    List<PlannedTar> missing = tars.stream().filter(tar -> !there.containsKey(tar.name())).toList();
    long already = there.values().stream().mapToLong(PackedTar::images).sum();
    long images = tars.stream().mapToLong(tar -> tar.images().size()).sum();
    listener.packingStarted(images, already);
    FeaturizeProgress progress = new FeaturizeProgress(PACKED, already, listener::packed);
    spark.sparkContext().addSparkListener(progress);
    List<String> unreadable = new ArrayList<>();
    try {
      for (Outcome outcome : outcomes(folder, missing)) {
        unreadable.addAll(outcome.unreadable());
        if (outcome.packed() != null) {
          there.put(outcome.packed().name(), outcome.packed());
        }
      }
    } finally {
      spark.sparkContext().removeSparkListener(progress);
    }
    if (!unreadable.isEmpty()) {
      throw new InputException(
          FailureId.PACK_SOURCE_UNREADABLE,
          String.format(
              Locale.ROOT,
              "%,d of %,d images cannot be packed: %s. Mend or remove them, and start the same command again; it keeps the tars that are whole.",
              unreadable.size(),
              images,
              PackCheck.shown(unreadable)));
    }
  }

  private List<Outcome> outcomes(PackFolder folder, List<PlannedTar> missing) {
    if (missing.isEmpty()) {
      return List.of();
    }
    String to = folder.path().toString();
    Broadcast<SerializableConfiguration> settings = settings();
    LongAccumulator packed = spark.sparkContext().longAccumulator(PACKED);
    return context
        .parallelize(missing, missing.size())
        .map(tar -> written(tar, to, settings.value().value(), packed))
        .collect();
  }

  private static Outcome written(
      PlannedTar tar, String to, Configuration hadoop, LongAccumulator packed) {
    PackFolder folder = new PackFolder(to, hadoop);
    try {
      TarWriter writer = new TarWriter(folder, hadoop, () -> packed.add(1L));
      return new Outcome(writer.write(tar), new ArrayList<>());
    } catch (UnreadableImagesException e) {
      return new Outcome(null, new ArrayList<>(e.reasons()));
    }
  }

  private Broadcast<SerializableConfiguration> settings() {
    return context.broadcast(new SerializableConfiguration(hadoop));
  }
}
