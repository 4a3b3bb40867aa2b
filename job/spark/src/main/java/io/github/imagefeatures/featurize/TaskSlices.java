package io.github.imagefeatures.featurize;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list of images into the slices that tasks work on. */
final class TaskSlices {
  /** So long a task should take at least: its own cost is some 10 ms. */
  private static final double SHORTEST_SECONDS = 0.3;

  /** Images of the last tasks: of slow ones as few as these, where others may wait for one. */
  private static final int FEWEST = 4;

  /** Images of the last tasks while nobody has measured the network. */
  private static final int UNMEASURED = 8;

  /** Images of the last tasks of quick ones. */
  private static final int ENOUGH = 32;

  /** Of fewer images for each core nobody waits long, and they keep their order in few files. */
  private static final int MANY = 128;

  /** Above this, a lost executor costs too much work again. */
  private static final int LARGEST = 2048;

  private TaskSlices() {}

  /**
   * Large slices first and ever smaller ones towards the end, so that there are few files and still
   * no task that all others wait for: guided self-scheduling (Polychronopoulos and Kuck, 1987),
   * each slice half of an equal share of what remains.
   *
   * @param slots tasks that run at once
   * @param secondsPerImage that one of them takes; 0 while nobody knows
   * @param decodingSeconds what an image takes at least, as far as its size tells
   */
  static <T> List<List<T>> guided(
      List<T> images, int slots, double secondsPerImage, double decodingSeconds) {
    int smallest =
        secondsPerImage > 0
            ? lastingLongEnough(secondsPerImage)
            : Math.min(
                (double) images.size() / slots < MANY ? ENOUGH : UNMEASURED,
                lastingLongEnough(decodingSeconds));
    List<List<T>> slices = new ArrayList<>();
    int from = 0;
    while (from < images.size()) {
      int share = (images.size() - from) / (2 * slots);
      int size = Math.max(smallest, Math.min(LARGEST, share));
      int to = Math.min(images.size(), from + size);
      slices.add(new ArrayList<>(images.subList(from, to)));
      from = to;
    }
    return slices;
  }

  private static int lastingLongEnough(double secondsPerImage) {
    return (int) Math.max(FEWEST, Math.min(ENOUGH, SHORTEST_SECONDS / secondsPerImage));
  }

  /**
   * @param count how many slices, of equal size but for one image; fewer when there are fewer
   *     images
   */
  static <T> List<List<T>> equal(List<T> images, int count) {
    int slices = Math.min(count, images.size());
    List<List<T>> equal = new ArrayList<>(slices);
    for (int i = 0; i < slices; i++) {
      int from = (int) ((long) images.size() * i / slices);
      int to = (int) ((long) images.size() * (i + 1) / slices);
      equal.add(new ArrayList<>(images.subList(from, to)));
    }
    return equal;
  }
}
