package io.github.imagefeatures.cdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.cdk.foundation.FoundationStack;
import io.github.imagefeatures.cdk.run.RunStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PermissionsBoundary;

/** The program that the CDK command line starts: settings in, stacks out. */
public final class PipelineApp {
  private static final int USAGE = 2;

  private PipelineApp() {}

  /**
   * Synthesizes the checkout that is the working folder into the folder that the command line
   * names. Ends the process with 2 when a setting cannot be used.
   *
   * @param args none
   * @throws IOException when it cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    try {
      synthesize(new App());
    } catch (SettingsException e) {
      System.err.printf("image-features: %s [%s]%n", e.getMessage(), e.id());
      System.exit(USAGE);
    }
  }

  /**
   * Synthesizes the checkout that is the working folder.
   *
   * @param app with the context and the folder that the command line gives
   * @throws IOException when it cannot be read or written
   * @throws SettingsException when a setting cannot be used
   */
  public static void synthesize(App app) throws IOException {
    build(
        app,
        PipelineSettings.of(allContext(app), contextInFile(Path.of("cdk.json"))),
        Deliverables.inCheckout(Path.of("")));
    app.synth();
  }

  /**
   * Adds the stacks.
   *
   * @param app what gets them
   * @param settings what they are made from
   * @param deliverables what they upload
   * @return the run's stack
   */
  public static RunStack build(App app, PipelineSettings settings, Deliverables deliverables) {
    FoundationStack foundation = new FoundationStack(app, settings.kept());
    RunStack run = new RunStack(app, settings, deliverables);
    run.addStackDependency(foundation, "it reads the foundation's parameters");
    CostTag.on(foundation, "foundation");
    CostTag.on(run, settings.run().name());
    for (Stack stack : List.of(foundation, run)) {
      settings.kept().tags().forEach(Tags.of(stack)::add);
    }
    settings
        .kept()
        .permissionsBoundary()
        .ifPresent(
            name -> {
              PermissionsBoundary.of(foundation)
                  .apply(ManagedPolicy.fromManagedPolicyName(foundation, "Boundary", name));
              PermissionsBoundary.of(run)
                  .apply(ManagedPolicy.fromManagedPolicyName(run, "Boundary", name));
            });
    return run;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> allContext(App app) {
    return (Map<String, ?>) app.getNode().getAllContext();
  }

  /** The {@code context} of a {@code cdk.json}; empty when there is none. */
  @SuppressWarnings("unchecked")
  static Map<String, ?> contextInFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    Map<String, ?> json = new ObjectMapper().readValue(file.toFile(), Map.class);
    Object context = json.get("context");
    return context == null ? Map.of() : (Map<String, ?>) context;
  }
}
