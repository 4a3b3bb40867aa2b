package io.github.imagefeatures.job.cli.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the program is started in.
 *
 * @param environment variables
 * @param folder the working folder; none where what lies there was not put there by the user
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param command how the program was called
 */
public record ProcessContext(
    Map<String, String> environment,
    Optional<Path> folder,
    boolean outIsTerminal,
    boolean errIsTerminal,
    String command) {
  private static final String OUT = "imagefeatures.terminal.out";
  private static final String ERR = "imagefeatures.terminal.err";
  private static final String COMMAND = "imagefeatures.command";

  /** This process as {@code job/bin/image-features} started it. */
  public static ProcessContext ofLauncher() {
    return new ProcessContext(
        System.getenv(),
        Optional.of(Path.of("")),
        Boolean.getBoolean(OUT),
        Boolean.getBoolean(ERR),
        System.getProperty(COMMAND, "image-features"));
  }

  /**
   * A container of a cluster: its environment and folder are a node's, and the step's arguments,
   * from which a deployment tells one run from another, are to say everything.
   */
  public static ProcessContext ofContainer() {
    return new ProcessContext(Map.of(), Optional.empty(), false, false, "image-features");
  }

  /** Whether colours and a bar that redraws itself can be shown. */
  boolean showsColours(boolean isTerminal) {
    if (isSet("NO_COLOR")) {
      return false;
    }
    boolean forced = isSet("CLICOLOR_FORCE") && !"0".equals(environment.get("CLICOLOR_FORCE"));
    return forced || isTerminal && !isDumb() && !"0".equals(environment.get("CLICOLOR"));
  }

  /** Whether standard error can show a line that redraws itself. */
  boolean showsBar() {
    return errIsTerminal && !isDumb();
  }

  private boolean isDumb() {
    return "dumb".equals(environment.get("TERM"));
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
