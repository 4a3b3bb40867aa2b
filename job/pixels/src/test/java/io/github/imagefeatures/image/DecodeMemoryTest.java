package io.github.imagefeatures.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large pictures of several tasks in one JVM. */
final class DecodeMemoryTest {
  private static final long MEBI = 1 << 20;

  @Test
  void aLargePictureWaitsForRoomAndASmallOneDoesNot() throws Exception {
    DecodeMemory memory = new DecodeMemory(100 * MEBI);
    DecodeMemory.Held first = memory.onHeap(20 * MEBI, 4);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> second = other.submit(() -> memory.onHeap(10 * MEBI, 3).hashCode());
      memory.onHeap(MEBI, 4).close();
      assertFalse(second.isDone());
      first.close();
      second.get(1, TimeUnit.MINUTES);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void aPictureThatDoesNotFitAloneIsTooLargeAndSaysWhatToDo() {
    RejectedImageException rejection =
        assertThrows(
            RejectedImageException.class, () -> new DecodeMemory(100 * MEBI).onHeap(60 * MEBI, 8));
    assertEquals(RejectionReason.TOO_LARGE, rejection.reason());
    assertEquals(
        "Decoding the image takes 480 MiB, and the Java heap has room for pictures of 100 MiB; give it more memory or make the image smaller.",
        rejection.getMessage());
  }

  @Test
  void whatIsHeldBesideTheHeapIsNeverTooLarge() throws Exception {
    DecodeMemory memory = new DecodeMemory(100 * MEBI);
    memory.onHeapAndBeside(100 * MEBI, 0, 6).close();
    memory.onHeapAndBeside(30 * MEBI, 3, 10).close();
    assertThrows(
        RejectedImageException.class, () -> memory.onHeapAndBeside(40 * MEBI, 3, 10).close());
  }

  /** A PNG is held whole while it is decoded, a JPEG only while it is turned. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void manyLargePicturesAtOnceDoNotExhaustAHeap(String format) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx320m",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                ManyAtOnce.class.getName(),
                format)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.endsWith("decoded 8\n"), said);
  }

  /** Eight pictures of 60 MB or more each in a heap of 320: without a bound they do not fit. */
  public static final class ManyAtOnce {
    private static final int PICTURES = 8;

    private ManyAtOnce() {}

    /** Decodes them all at the same time. */
    public static void main(String[] args) throws Exception {
      byte[] file = args[0].equals("png") ? png() : lyingJpeg();
      ExecutorService tasks = Executors.newFixedThreadPool(PICTURES);
      Callable<Integer> decoding =
          () ->
              new ImagePreprocessor(
                      ImageFixtures.INPUT,
                      ImageLimits.DEFAULT,
                      Resampling.DEFAULT,
                      Orientation.EXIF)
                  .preprocess(
                      file, file.length, FloatBuffer.allocate(ImageFixtures.INPUT.numbers()));
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < PICTURES; i++) {
        all.add(decoding);
      }
      int decoded = 0;
      try {
        for (Future<Integer> each : tasks.invokeAll(all)) {
          each.get();
          decoded++;
        }
      } finally {
        tasks.shutdownNow();
      }
      System.out.println("decoded " + decoded);
    }

    private static byte[] png() throws IOException {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(5000, 4000, BufferedImage.TYPE_INT_ARGB), "png", png);
      return png.toByteArray();
    }

    private static byte[] lyingJpeg() throws IOException {
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(5000, 4000, BufferedImage.TYPE_BYTE_GRAY), "jpeg", jpeg);
      String field = "\1\u0012\0\3\0\0\0\1\0\6\0\0";
      String exif = "\u00ff\u00e1\0\"Exif\0\0MM\0*\0\0\0\b\0\1" + field + "\0\0\0\0";
      ByteArrayOutputStream lying = new ByteArrayOutputStream();
      lying.write(jpeg.toByteArray(), 0, 2);
      lying.write(exif.getBytes(StandardCharsets.ISO_8859_1));
      lying.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
      return lying.toByteArray();
    }
  }
}
