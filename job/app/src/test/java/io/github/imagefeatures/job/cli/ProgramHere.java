package io.github.imagefeatures.job.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The program in the test's own JVM, which saves the start of another one. */
public final class ProgramHere {
  private final Map<String, String> properties = new LinkedHashMap<>();

  /** A program on two cores that finds no weights. */
  public ProgramHere() {
    properties.put("spark.master", "local[2]");
    properties.put("imagefeatures.home", "/none");
    properties.put("imagefeatures.weights", "http://127.0.0.1:1/");
  }

  /** The same with a setting of Hadoop. */
  public ProgramHere hadoop(String name, String value) {
    properties.put("spark.hadoop." + name, value);
    return this;
  }

  /** Runs a command to its end. */
  public Launcher.Result run(String... args) {
    properties.forEach(System::setProperty);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try {
      int code =
          Main.execute(
              args, new PrintWriter(out, true), new PrintWriter(err, true), new Main.Failures());
      return new Launcher.Result(code, out.toString(), err.toString());
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
