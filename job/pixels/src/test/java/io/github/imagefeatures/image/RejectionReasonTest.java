package io.github.imagefeatures.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionReasonTest {
  @Test
  void theWireNamesAreTheOnesThatFilesCarry() {
    assertEquals(
        List.of(
            "empty",
            "unreadable",
            "vanished",
            "not_an_image",
            "corrupt",
            "unsupported",
            "too_large"),
        Arrays.stream(RejectionReason.values()).map(RejectionReason::wireName).toList());
  }

  @Test
  void aRejectionCarriesItsReasonAndNoStackTrace() {
    RejectedImageException rejection =
        new RejectedImageException(RejectionReason.VANISHED, "It is gone.");
    assertEquals(RejectionReason.VANISHED, rejection.reason());
    assertEquals("It is gone.", rejection.getMessage());
    assertEquals(0, rejection.getStackTrace().length);
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ImageLimits(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ImageLimits(1, -1));
  }
}
