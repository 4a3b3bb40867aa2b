package io.github.imagefeatures.job.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.job.cli.console.ProcessContext;
import io.github.imagefeatures.job.cli.console.SignalHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The program in the test's own JVM, with an environment and a working folder of the test's. */
public final class Cli {
  private final Map<String, String> environment = new HashMap<>();
  private final Optional<Path> folder;
  private boolean terminal;

  /** What a command printed and ended with. */
  public record Result(int code, String out, String err) {
    public String sentence() {
      return err.lines()
          .filter(line -> line.startsWith("image-features: "))
          .reduce("", (earlier, later) -> later);
    }

    public JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(out, e);
      }
    }
  }

  /**
   * @param folder the working folder
   */
  public Cli(Path folder) {
    this.folder = Optional.of(folder);
  }

  public Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Cli onTerminal() {
    terminal = true;
    return this;
  }

  public Result run(String... args) {
    return run(
        new ProcessContext(environment, folder, terminal, terminal, "job/bin/image-features"),
        args);
  }

  public static Result run(ProcessContext surroundings, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Program program =
        new Program(
            surroundings,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new Main.Failures(),
            new SignalHandler());
    int code = program.execute(args);
    return new Result(code, out.toString(), err.toString());
  }
}
