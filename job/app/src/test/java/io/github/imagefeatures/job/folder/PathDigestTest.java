package io.github.imagefeatures.job.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The digest of a set of paths, against the same sum in big integers. */
final class PathDigestTest {
  private static final List<String> PATHS =
      IntStream.range(0, 300)
          .mapToObj(i -> "s3a://bucket/a \u00e9\n#%" + i + ".jpg")
          .collect(Collectors.toList());

  @Test
  void itIsTheSumModuloTwoToThe128() throws Exception {
    BigInteger sum = BigInteger.ZERO;
    for (String path : PATHS) {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
      sum = sum.add(new BigInteger(1, Arrays.copyOf(sha, 16)));
      // Some of these sums carry out of the lower half, and some out of the upper.
    }
    assertEquals("%032x".formatted(sum.mod(BigInteger.ONE.shiftLeft(128))), digest(PATHS));
  }

  @Test
  void orderDoesNotMatter() {
    List<String> reversed = new java.util.ArrayList<>(PATHS);
    Collections.reverse(reversed);
    assertEquals(digest(PATHS), digest(reversed));
  }

  @Test
  void aMissingDoubledOrOtherPathShows() {
    List<String> less = PATHS.subList(1, PATHS.size());
    assertNotEquals(digest(PATHS), digest(less));
    List<String> doubled = new java.util.ArrayList<>(less);
    doubled.add(less.get(0));
    assertNotEquals(digest(PATHS), digest(doubled));
  }

  @Test
  void noPathsGiveZero() {
    assertEquals("0".repeat(32), digest(List.of()));
  }

  private static String digest(List<String> paths) {
    PathDigest digest = new PathDigest();
    paths.forEach(digest::add);
    return digest.value();
  }
}
