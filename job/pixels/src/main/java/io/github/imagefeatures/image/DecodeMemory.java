package io.github.imagefeatures.image;

import java.util.concurrent.Semaphore;

/**
 * Bounds what the tasks of a JVM hold together in pictures that a decoder keeps as a whole, so that
 * several large ones at once do not exhaust it: a task waits until there is room for its picture.
 * Small ones are not counted.
 */
public final class DecodeMemory {
  /** Two fifths of the Java heap, which leaves room for what else a run holds. */
  public static final DecodeMemory OF_THIS_JVM =
      new DecodeMemory(Runtime.getRuntime().maxMemory() / 5 * 2);

  /** A picture of 2 megapixels in four bands; as many of them as tasks fit beside one another. */
  private static final long SMALL = 8L << 20;

  private static final int PERMIT_BYTES = 1 << 10;

  private final long room;
  private final Semaphore permits;

  /** Room that is taken until it is closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param room bytes for all pictures together
   */
  DecodeMemory(long room) {
    this.room = room;
    this.permits = new Semaphore(permitsOf(room), true);
  }

  /**
   * Waits for room on the Java heap.
   *
   * @param pixels the pixels of the picture
   * @param bytesPerPixel that its decoder holds
   * @throws RejectedImageException {@code too_large} if it would not fit alone
   */
  public Held onHeap(long pixels, int bytesPerPixel) throws RejectedImageException {
    return onHeapAndBeside(pixels, bytesPerPixel, 0);
  }

  /**
   * Waits for room on the Java heap, and for what a native library allocates by itself. Both are
   * taken at once: of two pictures that each had one of them, none would get the other.
   *
   * @param pixels the pixels of the picture
   * @param onHeap bytes of each pixel on the Java heap
   * @param beside bytes of each pixel beside it; whoever takes more than there is has it alone
   * @throws RejectedImageException {@code too_large} if what is on the heap would not fit alone
   */
  public Held onHeapAndBeside(long pixels, int onHeap, int beside) throws RejectedImageException {
    long bytes = pixels * onHeap;
    if (bytes > room) {
      throw new RejectedImageException(
          RejectionReason.TOO_LARGE,
          "Decoding the image takes "
              + (bytes >> 20)
              + " MiB, and the Java heap has room for pictures of "
              + (room >> 20)
              + " MiB; give it more memory or make the image smaller.");
    }
    return hold(Math.min(room, bytes + pixels * beside));
  }

  private Held hold(long bytes) {
    if (bytes <= SMALL) {
      return () -> {};
    }
    int taken = permitsOf(bytes);
    try {
      permits.acquire(taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was stopped while it waited for memory", e);
    }
    return () -> permits.release(taken);
  }

  private static int permitsOf(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes / PERMIT_BYTES);
  }
}
