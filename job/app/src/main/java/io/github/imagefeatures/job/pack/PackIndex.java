package io.github.imagefeatures.job.pack;

import java.util.List;

/**
 * What {@code pack.json} says of a finished pack. The file is written last.
 *
 * @param format the format of the file, {@link #FORMAT}
 * @param from the folder of the images
 * @param glob which files were images
 * @param limit the most images, 0 for all
 * @param tarSize the most bytes of a tar that holds more than one image
 * @param images how many images are in the tars
 * @param imageBytes bytes of the images
 * @param bytes bytes of the tars
 * @param tars each tar
 */
record PackIndex(
    int format,
    String from,
    String glob,
    long limit,
    long tarSize,
    long images,
    long imageBytes,
    long bytes,
    List<PackedTar> tars) {
  /** The format written by this version. */
  static final int FORMAT = 1;

  PackIndex {
    tars = List.copyOf(tars);
  }

  static PackIndex of(PackPlan plan, List<PackedTar> tars) {
    return new PackIndex(
        FORMAT,
        plan.from(),
        plan.glob(),
        plan.limit(),
        plan.tarSize(),
        tars.stream().mapToLong(PackedTar::images).sum(),
        tars.stream().mapToLong(PackedTar::imageBytes).sum(),
        tars.stream().mapToLong(PackedTar::bytes).sum(),
        tars);
  }

  /** The plan by which it was made. */
  PackPlan plan() {
    return new PackPlan(from, glob, limit, tarSize, tars.stream().map(PackedTar::first).toList());
  }
}
