package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a list of images is cut into tasks. */
final class TaskSlicesTest {
  /** Seconds an image. */
  private static final double QUICK = 0.005;

  @ParameterizedTest
  @CsvSource({"1,1", "31,2", "32,2", "33,2", "5000,2", "22688,16", "100000,3"})
  void guidedSlicesHoldEveryImageOnceInOrder(int images, int slots) {
    List<Integer> all = numbers(images);
    assertEquals(
        all,
        TaskSlices.guided(all, slots, QUICK, 0).stream().flatMap(List::stream).toList(),
        "all images");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "33,2", "5000,2", "22688,16", "100000,3"})
  void guidedSlicesGrowSmallerWithinTheirBounds(int images, int slots) {
    List<List<Integer>> slices = TaskSlices.guided(numbers(images), slots, QUICK, 0);
    for (int i = 0; i < slices.size(); i++) {
      int size = slices.get(i).size();
      boolean last = i == slices.size() - 1;
      assertTrue(size <= 2048, "slice " + i + " of " + size);
      assertTrue(last || size >= 32, "slice " + i + " of " + size);
      assertTrue(i == 0 || size <= slices.get(i - 1).size(), "slice " + i + " grows to " + size);
    }
  }

  @Test
  void noGuidedTaskIsLongerThanWhatTheOthersHaveLeft() {
    int slots = 4;
    List<List<Integer>> slices = TaskSlices.guided(numbers(5000), slots, QUICK, 0);
    int left = 5000;
    for (List<Integer> slice : slices) {
      assertTrue(slice.size() <= Math.max(32, left / slots), slice.size() + " of " + left);
      left -= slice.size();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,8", "0.002,32", "0.009,32", "0.02,15", "0.08,4"})
  void theLastTasksOfASlowNetworkHaveFewImages(double secondsPerImage, int smallest) {
    List<List<Integer>> slices = TaskSlices.guided(numbers(5000), 2, secondsPerImage, 0);
    assertEquals(smallest, slices.get(slices.size() - 2).size());
  }

  /** A photograph of 12 megapixels takes a tenth of a second. */
  @Test
  void fewLargePhotographsKeepAllCoresBusy() {
    List<List<Integer>> slices = TaskSlices.guided(numbers(48), 2, 0, 0.1);
    assertEquals(12, slices.get(0).size());
    assertEquals(9, slices.get(1).size());
    assertTrue(slices.subList(4, slices.size()).stream().allMatch(s -> s.size() <= 4), "" + slices);
  }

  @Test
  void aHandfulOfImagesIsOneTask() {
    assertEquals(1, TaskSlices.guided(numbers(24), 2, 0, 0.001).size());
  }

  @ParameterizedTest
  @CsvSource({"10,3,3", "10,10,10", "3,10,3", "1,1,1", "100001,7,7"})
  void equalSlicesDifferByOneImageAtMost(int images, int count, int slices) {
    List<Integer> all = numbers(images);
    List<List<Integer>> cut = TaskSlices.equal(all, count);
    assertEquals(slices, cut.size());
    assertEquals(all, cut.stream().flatMap(List::stream).toList());
    var sizes = cut.stream().mapToInt(List::size).summaryStatistics();
    assertTrue(sizes.getMax() - sizes.getMin() <= 1, sizes.toString());
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
