package io.github.imagefeatures.job.pack;

import com.fasterxml.jackson.core.JacksonException;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.job.folder.AtomicFile;
import io.github.imagefeatures.job.folder.AtomicFile.Writing;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.ListedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that tars are written into. While it is unfinished, {@code .pack/} has the plan and a
 * record of each tar that is whole; no listing sees it. {@code pack.json} is written last.
 */
public final class PackFolder {
  private static final String INDEX = "pack.json";
  private static final String WORKING = ".pack";
  private static final String PLAN = "plan.json";
  private static final Pattern TAR = Pattern.compile("pack-\\d{5,}\\.tar");

  /** What a process that was killed leaves of a file. */
  private static final Pattern PART = Pattern.compile("\\.pack.*\\.part");

  private final Path folder;
  private final Configuration hadoop;

  /**
   * @param address a path or an address
   * @param hadoop how to reach the store
   * @throws OutputException when it is neither, or holds a password
   */
  PackFolder(String address, Configuration hadoop) {
    RunFolder.requireNoPassword("The address of the tars", address);
    this.hadoop = hadoop;
    Path named = RunFolder.folder(address);
    try {
      this.folder = named.getFileSystem(hadoop).makeQualified(named);
    } catch (IOException failure) {
      throw RunFolder.cannot("reach", named, failure);
    }
  }

  /**
   * Refuses images that an unfinished pack holds a part of: a run of them would miss the others and
   * not know.
   *
   * @param images that are to be read
   * @param hadoop how to reach their store
   * @throws InputException when a pack was begun in a folder of their tars and is not finished
   */
  public static void requireFinished(ImageListing images, Configuration hadoop) {
    images.images().stream()
        .map(ListedImage::tar)
        .filter(
            tar -> tar != null && TAR.matcher(tar.substring(tar.lastIndexOf('/') + 1)).matches())
        .map(tar -> tar.substring(0, tar.lastIndexOf('/')))
        .distinct()
        .map(folder -> new PackFolder(ImagePath.withScheme(folder), hadoop))
        .filter(pack -> pack.begun().isPresent() && pack.finished().isEmpty())
        .findFirst()
        .ifPresent(
            pack -> {
              throw new InputException(
                  FailureId.PACK_UNFINISHED,
                  "The tars in %s are not all there: 'image-features pack' has begun to write them and has not ended. Start it again with the same options."
                      .formatted(pack.shown()));
            });
  }

  FileSystem store() throws IOException {
    return folder.getFileSystem(hadoop);
  }

  Path path() {
    return folder;
  }

  Path tar(String name) {
    return new Path(folder, name);
  }

  /** The file that says that a tar is whole. */
  Path record(String tar) {
    return working(tar + ".json");
  }

  /** The folder as people read it. */
  String shown() {
    return RunFolder.shown(folder.toString());
  }

  /** What a finished pack says of itself. */
  Optional<PackIndex> finished() {
    return read(index(), PackIndex.class);
  }

  /** What an unfinished pack was begun with. */
  Optional<PackPlan> begun() {
    return read(working(PLAN), PackPlan.class);
  }

  /**
   * Refuses a folder in which anything but tars of a pack and what belongs to them is.
   *
   * @throws OutputException when there is
   */
  void requireOurs() {
    List<String> names = names();
    boolean isBegun = begun().isPresent() || finished().isPresent();
    names.stream()
        .filter(name -> !(isBegun && isOurs(name)))
        .findFirst()
        .ifPresent(
            other -> {
              throw new OutputException(
                  FailureId.PACK_TARGET_TAKEN,
                  "The folder %s holds something else already, such as '%s': name a folder that is new or empty with --to."
                      .formatted(shown(), other));
            });
  }

  /**
   * Begins a pack or resumes one, and removes what belongs to none of its tars.
   *
   * @param tars that it will hold
   */
  void begin(PackPlan plan, List<PlannedTar> tars) {
    write(working(PLAN), plan);
    Set<String> wanted = tars.stream().map(PlannedTar::name).collect(Collectors.toSet());
    names().stream()
        .filter(name -> PART.matcher(name).matches() || isTar(name) && !wanted.contains(name))
        .forEach(name -> delete(new Path(folder, name)));
  }

  /** The record of a tar that is whole and was made for the same images. */
  Optional<PackedTar> whole(PlannedTar tar) {
    try {
      FileSystem store = store();
      FileStatus file = store.getFileStatus(tar(tar.name()));
      try (InputStream in = store.open(record(tar.name()))) {
        return Optional.of(Json.MAPPER.readValue(in, PackedTar.class))
            .filter(record -> record.bytes() == file.getLen())
            .filter(record -> record.listedSha256().equals(tar.digest()));
      }
    } catch (FileNotFoundException | JacksonException notWhole) {
      return Optional.empty();
    } catch (IOException failure) {
      throw RunFolder.cannot("read", folder, failure);
    }
  }

  /** Whether the folder has every tar of a finished pack, each as long as it was. */
  boolean holds(PackIndex index) {
    try {
      Set<String> found =
          Stream.of(store().listStatus(folder))
              .map(file -> file.getPath().getName() + " " + file.getLen())
              .collect(Collectors.toSet());
      return index.tars().stream().allMatch(tar -> found.contains(tar.name() + " " + tar.bytes()));
    } catch (IOException failure) {
      throw RunFolder.cannot("list", folder, failure);
    }
  }

  /** Writes what makes the pack a finished one. */
  void finish(PackIndex index) {
    write(index(), index);
    tidy();
  }

  /** Removes what only an unfinished pack needs. */
  void tidy() {
    delete(new Path(folder, WORKING));
  }

  private Path index() {
    return new Path(folder, INDEX);
  }

  private Path working(String name) {
    return new Path(new Path(folder, WORKING), name);
  }

  private static boolean isTar(String name) {
    return TAR.matcher(name).matches();
  }

  private static boolean isOurs(String name) {
    return isTar(name)
        || PART.matcher(name).matches()
        || name.equals(INDEX)
        || name.equals(WORKING);
  }

  private List<String> names() {
    try {
      FileSystem store = store();
      if (store.getFileStatus(folder).isFile()) {
        return List.of(folder.getName());
      }
      return Stream.of(store.listStatus(folder)).map(file -> file.getPath().getName()).toList();
    } catch (FileNotFoundException isNew) {
      return List.of();
    } catch (IOException failure) {
      throw RunFolder.cannot("list", folder, failure);
    }
  }

  private <T> Optional<T> read(Path file, Class<T> type) {
    try (InputStream in = store().open(file)) {
      return Optional.of(Json.MAPPER.readValue(in, type));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    } catch (JacksonException damaged) {
      throw new OutputException(
          FailureId.PACK_TARGET_TAKEN,
          "The file %s is damaged (%s): name a folder that is new or empty with --to."
              .formatted(RunFolder.shown(file.toString()), damaged.getOriginalMessage()),
          damaged);
    } catch (IOException failure) {
      throw RunFolder.cannot("read", file, failure);
    }
  }

  private void write(Path file, Object value) {
    Writing json = out -> Json.MAPPER.writeValue(out, value);
    try {
      new AtomicFile(store(), UUID.randomUUID().toString()).write(file, json);
    } catch (IOException failure) {
      throw RunFolder.cannot("write", file, failure);
    }
  }

  private void delete(Path path) {
    try {
      store().delete(path, true);
    } catch (IOException failure) {
      throw new OutputException(
          FailureId.OUTPUT_REFUSED,
          "Cannot remove %s (%s): check that you may remove files there."
              .formatted(RunFolder.shown(path.toString()), Reason.of(failure)),
          failure);
    }
  }
}
