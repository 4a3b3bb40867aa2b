package io.github.imagefeatures.job.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What the program, Spark, Hadoop and all others log, as on a cluster, where the level is INFO. */
final class LogLines extends AbstractAppender {
  private final List<String> lines = new ArrayList<>();

  LogLines() {
    super("lines", null, null, true, Property.EMPTY_ARRAY);
  }

  /** Listens from now on. */
  void begin(Level levelOfOurs) {
    start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    var root = context.getRootLogger();
    List.copyOf(root.getAppenders().values()).forEach(root::removeAppender);
    root.addAppender(this);
    Configurator.setRootLevel(Level.INFO);
    Configurator.setLevel("io.github.imagefeatures", levelOfOurs);
  }

  /** Ends, and lets loggers be as their file says. */
  void end() {
    ((LoggerContext) LogManager.getContext(false)).reconfigure();
    stop();
  }

  /** Level, logger's class, message and exception of each line so far. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public synchronized void append(LogEvent event) {
    String logger = event.getLoggerName();
    lines.add(
        "%s %s: %s %s"
            .formatted(
                event.getLevel(),
                logger.substring(logger.lastIndexOf('.') + 1),
                event.getMessage().getFormattedMessage(),
                event.getThrown()));
  }
}
