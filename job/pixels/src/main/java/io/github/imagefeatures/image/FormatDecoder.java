package io.github.imagefeatures.image;

import java.io.IOException;

/** Decodes the files of one format. One per thread, used again for every image. */
public interface FormatDecoder {
  /**
   * Decodes one image.
   *
   * @param content the file; it has begun like one of this format
   * @param length bytes of the file
   * @param limits checked before pixels are decoded
   * @param sink gets the pixels; if the image is rejected, perhaps some of them
   * @throws RejectedImageException if the decoder knows what is wrong
   * @throws IOException if the library underneath fails; as good as {@code corrupt}, like any
   *     RuntimeException it throws
   */
  void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException;
}
