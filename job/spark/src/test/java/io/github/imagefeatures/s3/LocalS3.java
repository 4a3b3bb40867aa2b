package io.github.imagefeatures.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** An S3 server on this machine (Adobe's S3Mock, a process of its own) with one bucket. */
public final class LocalS3 implements AutoCloseable {
  /** The bucket that is there from the start. */
  public static final String BUCKET = "bucket";

  private static final Pattern STARTED =
      Pattern.compile("Tomcat started on ports.* (\\d+) \\(http\\)");

  private final Process server;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String endpoint;

  /**
   * Starts the server.
   *
   * @param folder an empty one for its objects and its log
   */
  public LocalS3(Path folder) {
    forgetFileSystems();
    log = folder.resolve("server.log");
    try {
      server =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  // What it does not remove, killed as it is, goes with the folder.
                  "-Djava.io.tmpdir=" + folder,
                  "-jar",
                  jar(),
                  "--com.adobe.testing.s3mock.httpPort=0",
                  "--server.port=0",
                  "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
      endpoint = "http://127.0.0.1:" + port();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    send("PUT", "", new byte[0]);
  }

  /** Where it listens. */
  public String endpoint() {
    return endpoint;
  }

  /** What Hadoop must be told to reach this server, or what stands before it, as {@code s3a://}. */
  public static Map<String, String> hadoopSettings(String endpoint) {
    return Map.of(
        "fs.s3a.endpoint", endpoint,
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        "fs.s3a.connection.ssl.enabled", "false",
        "fs.s3a.access.key", "key",
        "fs.s3a.secret.key", "secret",
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
  }

  /** Stores an object, in place of an earlier one. */
  public void put(String key, byte[] content) {
    send("PUT", "/" + key, content);
  }

  /** Stores every file of a folder below a prefix. */
  public void putAll(Path folder, String prefix) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(prefix + "/" + folder.relativize(file), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes an object. */
  public void delete(String key) {
    send("DELETE", "/" + key, new byte[0]);
  }

  /** Ends the server; its objects are gone. */
  @Override
  public void close() {
    forgetFileSystems();
    server.destroy();
    try {
      server.waitFor();
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Hadoop keeps one file system for each bucket's name, whatever settings it is asked for with
   * later: another server, or none and no credentials.
   */
  private static void forgetFileSystems() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    hadoop.set("fs.s3a.endpoint.region", "us-east-1");
    for (String scheme : List.of("s3a", "s3")) {
      try {
        FileSystem.get(URI.create(scheme + "://" + BUCKET), hadoop).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** On the class path for its path only: all of its classes lie hidden in it. */
  private static String jar() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.matches(".*/s3mock-[^/]*-exec\\.jar"))
        .findFirst()
        .orElseThrow();
  }

  private int port() throws IOException {
    while (server.isAlive()) {
      Matcher started = STARTED.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
      pause();
    }
    throw new IllegalStateException("The S3 server does not start: " + Files.readString(log));
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void send(String method, String object, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET + encoded(object)))
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(method + " " + object + ": " + response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String path) {
    return List.of(path.split("/", -1)).stream()
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
