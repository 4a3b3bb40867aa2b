package io.github.imagefeatures.listing;

import java.io.Serializable;
import java.util.Objects;

/**
 * The file that the labels of a listing are from.
 *
 * @param file its path or address, credentials masked
 * @param sha256 the SHA-256 of its bytes, in hexadecimal digits
 * @param splits whether it says which split an image belongs to
 * @serial exclude
 */
public record LabelsOrigin(String file, String sha256, boolean splits) implements Serializable {
  /** Checks that file and digest are there. */
  public LabelsOrigin {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(sha256, "sha256");
  }
}
