package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.image.WarningCounter;
import io.github.imagefeatures.image.jpeg.JpegDecoder;
import io.github.imagefeatures.image.tiff.TiffDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/**
 * The image formats that are known, told apart by how a file's content begins. Some are known only
 * so that a file can be called what it is.
 */
enum ImageFormat {
  JPEG("JPEG", JpegDecoder::new, at(0, "\u00ff\u00d8\u00ff")),
  PNG("PNG", PngDecoder::new, at(0, "\u0089PNG\r\n\u001a\n")),
  GIF("GIF", (warnings, orientation) -> new GifDecoder(warnings), at(0, "GIF87a"), at(0, "GIF89a")),
  BMP("BMP", (warnings, orientation) -> new BmpDecoder(), at(0, "BM")),
  TIFF(
      "TIFF",
      (warnings, orientation) -> new TiffDecoder(warnings),
      at(0, "II*\0"),
      at(0, "MM\0*"),
      at(0, "II+\0\b\0\0\0"),
      at(0, "MM\0+\0\b\0\0")),
  WEBP("WebP", (warnings, orientation) -> new WebpDecoder(orientation), at(8, "WEBP")),
  JPEG_2000("JPEG 2000", at(4, "jP  \r\n"), at(0, "\u00ff\u004f\u00ff\u0051")),
  JPEG_XL("JPEG XL", at(4, "JXL \r\n"), at(0, "\u00ff\n")),
  AVIF("AVIF", at(4, "ftypavif"), at(4, "ftypavis")),
  HEIF("HEIF", at(4, "ftyphei"), at(4, "ftypmif1"), at(4, "ftypmsf1")),
  PHOTOSHOP("Photoshop", at(0, "8BPS\0")),
  ICON("Windows icon", at(0, "\0\0\u0001\0"));

  /** Bytes that a file of the format has at a place. */
  private record Signature(int offset, byte[] bytes) {
    boolean matches(byte[] content, int length) {
      if (length < offset + bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if (content[offset + i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private final String properName;

  /** Null where images of the format are not decoded. */
  private final BiFunction<WarningCounter, Orientation, FormatDecoder> decoder;

  private final Signature[] signatures;

  ImageFormat(
      String properName,
      BiFunction<WarningCounter, Orientation, FormatDecoder> decoder,
      Signature... signatures) {
    this.properName = properName;
    this.decoder = decoder;
    this.signatures = signatures;
  }

  ImageFormat(String properName, Signature... signatures) {
    this(properName, null, signatures);
  }

  private static Signature at(int offset, String latin1) {
    return new Signature(offset, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The format's name as people write it. */
  String properName() {
    return properName;
  }

  /**
   * A decoder of the format's images.
   *
   * @param warnings is told of what the decoder complains of
   * @param orientation whether images are turned upright
   */
  FormatDecoder newDecoder(WarningCounter warnings, Orientation orientation) {
    return decoder.apply(warnings, orientation);
  }

  /**
   * Recognises a file by its content.
   *
   * @param content the file
   * @param length bytes of the file
   * @return a format that is decoded
   * @throws RejectedImageException {@code not_an_image} if it begins like none, {@code unsupported}
   *     if like one that is not decoded
   */
  static ImageFormat of(byte[] content, int length) throws RejectedImageException {
    for (ImageFormat format : values()) {
      for (Signature signature : format.signatures) {
        if (signature.matches(content, length)) {
          format.checkDecoded();
          return format;
        }
      }
    }
    throw new RejectedImageException(
        RejectionReason.NOT_AN_IMAGE, "The content is in no known image format.");
  }

  private void checkDecoded() throws RejectedImageException {
    if (decoder == null) {
      throw RejectedImageException.unsupported(
          properName + " images are not decoded; convert the file to JPEG or PNG.");
    }
  }
}
