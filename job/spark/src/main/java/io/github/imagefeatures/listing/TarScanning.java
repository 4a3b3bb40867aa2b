package io.github.imagefeatures.listing;

import java.util.List;
import java.util.function.Consumer;

/** Scans tars, all at once or one after the other. */
@FunctionalInterface
public interface TarScanning {

  /**
   * Scans tars.
   *
   * @param tars paths; may be none
   * @param scanner scans one of them
   * @param found is told what is in each, in any order, in the calling thread
   */
  void scan(List<String> tars, TarScanner scanner, Consumer<TarContents> found);
}
