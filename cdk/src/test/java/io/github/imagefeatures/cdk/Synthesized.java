package io.github.imagefeatures.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * The templates that a set of context values gives, as the command line would make them: with the
 * context of the real {@code cdk.json} below.
 */
final class Synthesized {
  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT);
  private static final Path CDK_JSON = Path.of("../cdk.json");

  private final JsonNode foundation;
  private final JsonNode run;

  private Synthesized(JsonNode foundation, JsonNode run) {
    this.foundation = foundation;
    this.run = run;
  }

  static Synthesized of(Map<String, ?> context) {
    return of(context, standIns(context));
  }

  static Deliverables standIns(Map<String, ?> context) {
    return StandIns.in(
        temporary("standins"), settings(context).run().instanceTypes().nativePlatform());
  }

  static Synthesized of(Map<String, ?> context, Deliverables deliverables) {
    Path out = temporary("cdk.out");
    App app = app(context, out);
    PipelineApp.build(app, settings(context), deliverables);
    app.synth();
    return new Synthesized(
        read(out.resolve("image-features-foundation.template.json")),
        read(
            out.resolve(
                "image-features-%s.template.json"
                    .formatted(context.containsKey("run") ? context.get("run") : "main"))));
  }

  static App app(Map<String, ?> context, Path out) {
    return new App(
        AppProps.builder()
            .outdir(out.toString())
            .analyticsReporting(false)
            .context(merged(context))
            .build());
  }

  static PipelineSettings settings(Map<String, ?> context) {
    return PipelineSettings.of(merged(context), merged(context));
  }

  private static Map<String, Object> merged(Map<String, ?> context) {
    try {
      Map<String, Object> all = new HashMap<>(PipelineApp.contextInFile(CDK_JSON));
      all.putAll(context);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a folder of this build, which the next build empties. */
  static Path temporary(String name) {
    try {
      return Files.createTempDirectory("image-features-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode foundation() {
    return foundation;
  }

  JsonNode run() {
    return run;
  }

  JsonNode cluster() {
    return only(run, "AWS::EMR::Cluster").path("Properties");
  }

  String clusterId() {
    return ids(run, "AWS::EMR::Cluster").get(0);
  }

  List<String> stepArguments() {
    List<String> arguments = new ArrayList<>();
    cluster()
        .path("Steps")
        .path(0)
        .path("HadoopJarStep")
        .path("Args")
        .forEach(argument -> arguments.add(text(argument)));
    return arguments;
  }

  /** One classification's properties; empty when it is not there. */
  Map<String, String> classification(String name) {
    Map<String, String> properties = new TreeMap<>();
    for (JsonNode each : cluster().path("Configurations")) {
      if (each.path("Classification").asText().equals(name)) {
        each.path("ConfigurationProperties")
            .properties()
            .forEach(entry -> properties.put(entry.getKey(), text(entry.getValue())));
      }
    }
    return properties;
  }

  static List<String> ids(JsonNode template, String type) {
    List<String> ids = new ArrayList<>();
    template
        .path("Resources")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().path("Type").asText().equals(type)) {
                ids.add(entry.getKey());
              }
            });
    return ids;
  }

  static List<JsonNode> all(JsonNode template, String type) {
    return ids(template, type).stream().map(id -> template.path("Resources").path(id)).toList();
  }

  static JsonNode only(JsonNode template, String type) {
    List<JsonNode> found = all(template, type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type);
    }
    return found.get(0);
  }

  /** Text of a value, with references and functions as readable placeholders. */
  static String text(JsonNode value) {
    if (value.isValueNode()) {
      return value.asText();
    }
    if (value.has("Ref")) {
      return "${" + value.path("Ref").asText() + "}";
    }
    if (value.has("Fn::GetAtt")) {
      return "${"
          + value.path("Fn::GetAtt").path(0).asText()
          + "."
          + value.path("Fn::GetAtt").path(1).asText()
          + "}";
    }
    if (value.has("Fn::Sub")) {
      return text(value.path("Fn::Sub"));
    }
    if (value.has("Fn::Join")) {
      List<String> parts = new ArrayList<>();
      value.path("Fn::Join").path(1).forEach(part -> parts.add(text(part)));
      return String.join(value.path("Fn::Join").path(0).asText(), parts);
    }
    return value.toString();
  }

  /** Texts of one value or of a list. */
  static List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(each -> texts.add(text(each)));
    } else if (!value.isMissingNode()) {
      texts.add(text(value));
    }
    return texts;
  }
}
