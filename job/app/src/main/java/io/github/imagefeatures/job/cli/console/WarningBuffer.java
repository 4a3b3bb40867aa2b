package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.failure.Credentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * The last warnings that Spark and Hadoop log, kept for the case of a failure: while things go well
 * they would only worry people.
 */
public final class WarningBuffer {
  private static final String NAME = "last-warnings";
  private static final int LETTERS = 64 * 1024;

  private final StringWriter kept = new StringWriter();

  /** Keeps them from now on. */
  public void gather() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Configuration configuration = context.getConfiguration();
    WriterAppender appender =
        WriterAppender.newBuilder()
            .setName(NAME)
            .setLayout(
                PatternLayout.newBuilder().withPattern("%d{HH:mm:ss} %p %c{1}: %m%n%ex{5}").build())
            .setTarget(new Bounded())
            .build();
    appender.start();
    LoggerConfig root = configuration.getRootLogger();
    if (root.getLevel() == Level.OFF) {
      root.getAppenders().keySet().forEach(root::removeAppender);
      root.setLevel(Level.WARN);
    }
    root.removeAppender(NAME);
    root.addAppender(appender, Level.WARN, null);
    context.updateLoggers();
  }

  public void print(PrintWriter err) {
    synchronized (kept) {
      err.print(Credentials.masked(kept.toString()));
      err.flush();
    }
  }

  /** Forgets what is old. */
  private final class Bounded extends Writer {
    @Override
    public void write(char[] letters, int from, int count) {
      synchronized (kept) {
        kept.write(letters, from, count);
        int surplus = kept.getBuffer().length() - LETTERS;
        if (surplus > 0) {
          kept.getBuffer().delete(0, surplus);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
