package io.github.imagefeatures.cdk.run;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.emr.CfnCluster.BootstrapActionConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.ScriptBootstrapActionConfigProperty;
import software.amazon.awscdk.services.s3.assets.Asset;

/**
 * What every node runs before EMR installs its applications on it; a script that fails ends the
 * cluster. The region is named to those that fetch: not every AWS command line looks for it.
 */
final class BootstrapActions {
  private BootstrapActions() {}

  static List<BootstrapActionConfigProperty> of(RunAssets assets, String nativePlatform) {
    List<BootstrapActionConfigProperty> actions = new ArrayList<>();
    actions.add(action("check-node", assets.checkNode(), nativePlatform));
    actions.add(action("fonts", assets.fonts()));
    assets
        .imagesArchive()
        .ifPresent(
            archive ->
                actions.add(
                    action(
                        "unpack-images",
                        assets.unpackImages().orElseThrow(),
                        archive.getS3ObjectUrl(),
                        NodeFolders.IMAGES,
                        Aws.REGION)));
    actions.add(
        action(
            "warm-up",
            assets.warmUp(),
            assets.jobJar().getS3ObjectUrl(),
            NodeFolders.NATIVES,
            Aws.REGION));
    return actions;
  }

  private static BootstrapActionConfigProperty action(
      String name, Asset script, String... arguments) {
    return BootstrapActionConfigProperty.builder()
        .name(name)
        .scriptBootstrapAction(
            ScriptBootstrapActionConfigProperty.builder()
                .path(script.getS3ObjectUrl())
                .args(List.of(arguments))
                .build())
        .build();
  }
}
