package io.github.imagefeatures.network;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The weights files of a network that this project vouches for, and where the first of them is
 * published.
 *
 * @param folder the address under which the files' names lie, ending in a slash
 * @param known the files, one or more; the first is the one to download
 * @param maxBytes no weights file of the network is larger
 */
public record PublishedWeights(URI folder, List<KnownFile> known, int maxBytes) {

  /**
   * A file that is known by its content.
   *
   * @param fileName what it is called where it is published, and looked for by
   * @param sha256 the SHA-256 of the file, 64 lower-case hexadecimal digits
   * @param description what it is, in words
   */
  public record KnownFile(String fileName, String sha256, String description) {}

  public PublishedWeights {
    known = List.copyOf(known);
    if (known.isEmpty()) {
      throw new IllegalArgumentException("a network has at least one known weights file");
    }
  }

  /** {@return the file that is downloaded when none is found} */
  public KnownFile official() {
    return known.get(0);
  }

  /**
   * The known file of this content.
   *
   * @param sha256 64 lower-case hexadecimal digits
   * @return empty when it is none of them
   */
  public Optional<KnownFile> bySha256(String sha256) {
    return known.stream().filter(file -> file.sha256().equals(sha256)).findFirst();
  }
}
