package io.github.imagefeatures.job.report;

/** The machine has no font, without which Java draws no text; the message names the cure. */
public final class NoFontsException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  NoFontsException(Throwable cause) {
    super(
        "The plots need a font and this machine has none: install fontconfig and a font such as"
            + " DejaVu Sans and draw them again; the page does without.",
        cause);
  }
}
