package io.github.imagefeatures.job.pack;

import io.github.imagefeatures.listing.ListedImage;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A tar that is to be written.
 *
 * @param name its file's name
 * @param prefix how many characters of an image's path stand before the member's name
 * @param images its images in the listing's order, one or more
 * @serial exclude
 */
record PlannedTar(String name, int prefix, List<ListedImage> images) implements Serializable {

  /** The name of an image in the tar: its path below the folder that was listed. */
  String member(ListedImage image) {
    return image.path().substring(prefix);
  }

  /** Bytes of its images. */
  long imageBytes() {
    return images.stream().mapToLong(ListedImage::length).sum();
  }

  /**
   * The SHA-256 of all that a listing says of its images. A tar that was written for another digest
   * is written anew.
   */
  String digest() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (ListedImage image : images) {
      String row = member(image) + '\0' + image.length() + '\0' + image.modificationTime() + '\0';
      digest.update(row.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
