package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingOptionsTest {

  @Test
  void theDefaultsTakeEveryImageFormat() {
    assertEquals(
        new ListingOptions("*.{jpg,jpeg,jpe,jfif,mpo,png,apng,gif,bmp,dib,webp,tif,tiff}", 0),
        ListingOptions.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.{jpg", "[", "a\\", ""})
  void aGlobThatDoesNotParseIsOneSentence(String glob) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new ListingOptions(glob, 0));
    assertTrue(refused.getMessage().startsWith("The glob "), refused.getMessage());
    assertTrue(refused.getMessage().endsWith("."), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void aGlobWithAFolderInItIsRefusedBecauseItCouldNeverMatch() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new ListingOptions("cats/*.jpg", 0))
            .getMessage()
            .contains("file names only"));
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ListingOptions("*", -1));
  }
}
