package io.github.imagefeatures.image.raster;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A rewritten header and, behind it, the rest of a file, as one stream in memory.
 *
 * <p>It remembers whether anybody asked for bytes beyond its end: a decoder that does so has met a
 * file that ends early, whatever it makes of it.
 */
public final class SplicedInputStream extends ImageInputStreamImpl {
  private final byte[] head;
  private final int headLength;
  private final byte[] tail;
  private final int tailOffset;
  private final int length;
  private boolean exhausted;

  /**
   * @param head holds the header in its first {@code headLength} bytes
   * @param headLength bytes of header, may be 0
   * @param tail holds the rest
   * @param tailOffset where in {@code tail} the rest begins
   * @param tailEnd where in {@code tail} the rest ends, exclusive
   */
  public SplicedInputStream(byte[] head, int headLength, byte[] tail, int tailOffset, int tailEnd) {
    this.head = head;
    this.headLength = headLength;
    this.tail = tail;
    this.tailOffset = tailOffset;
    length = headLength + tailEnd - tailOffset;
  }

  /** Whether a read met the end of the stream with nothing left. */
  public boolean isExhausted() {
    return exhausted;
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (streamPos >= length) {
      exhausted = true;
      return -1;
    }
    int position = (int) streamPos++;
    return (position < headLength ? head[position] : tail[tailOffset + position - headLength])
        & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) {
    bitOffset = 0;
    if (wanted == 0) {
      return 0;
    }
    if (streamPos >= length) {
      exhausted = true;
      return -1;
    }
    int position = (int) streamPos;
    boolean inHead = position < headLength;
    int count = Math.min(wanted, (inHead ? headLength : length) - position);
    if (inHead) {
      System.arraycopy(head, position, target, offset, count);
    } else {
      System.arraycopy(tail, tailOffset + position - headLength, target, offset, count);
    }
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return length;
  }
}
