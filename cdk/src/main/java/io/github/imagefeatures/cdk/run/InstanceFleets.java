package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.emr.CfnCluster.EbsBlockDeviceConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.EbsConfigurationProperty;
import software.amazon.awscdk.services.emr.CfnCluster.InstanceFleetConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.InstanceFleetProvisioningSpecificationsProperty;
import software.amazon.awscdk.services.emr.CfnCluster.InstanceTypeConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.OnDemandProvisioningSpecificationProperty;
import software.amazon.awscdk.services.emr.CfnCluster.SpotProvisioningSpecificationProperty;
import software.amazon.awscdk.services.emr.CfnCluster.VolumeSpecificationProperty;

/**
 * A run's nodes. All types are of one shape, so a unit is a node. There is no managed scaling: the
 * fleets are full from the start, the outcome function ends the cluster when its step has ended,
 * and no limit of on-demand units suits spot nodes: one below the fallback's takes away what stands
 * in for them, one above it has EMR add on-demand nodes in the place of spot.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/APIReference/API_ComputeLimits.html">Amazon
 *     EMR, ComputeLimits</a>
 */
final class InstanceFleets {
  private static final int SPOT_TIMEOUT_MINUTES = 10;
  private static final int DISK_GIB = 64;

  private final RunSettings settings;

  InstanceFleets(RunSettings settings) {
    this.settings = settings;
  }

  InstanceFleetConfigProperty primary() {
    return onDemand("primary", 1);
  }

  InstanceFleetConfigProperty core() {
    return onDemand("core", settings.coreUnits());
  }

  /** Full from the start: all the work is there when the run begins. None when none are wanted. */
  Optional<InstanceFleetConfigProperty> task() {
    if (settings.maxTaskUnits() == 0) {
      return Optional.empty();
    }
    return Optional.of(settings.spot() ? spotTasks() : onDemand("task", settings.maxTaskUnits()));
  }

  private InstanceFleetConfigProperty spotTasks() {
    return InstanceFleetConfigProperty.builder()
        .name("task")
        .targetOnDemandCapacity(0)
        .targetSpotCapacity(settings.maxTaskUnits())
        .instanceTypeConfigs(types())
        .launchSpecifications(
            InstanceFleetProvisioningSpecificationsProperty.builder()
                .spotSpecification(
                    SpotProvisioningSpecificationProperty.builder()
                        .allocationStrategy("capacity-optimized-prioritized")
                        .timeoutAction("SWITCH_TO_ON_DEMAND")
                        .timeoutDurationMinutes(SPOT_TIMEOUT_MINUTES)
                        .build())
                .build())
        .build();
  }

  private InstanceFleetConfigProperty onDemand(String name, int units) {
    return InstanceFleetConfigProperty.builder()
        .name(name)
        .targetOnDemandCapacity(units)
        .targetSpotCapacity(0)
        .instanceTypeConfigs(types())
        .launchSpecifications(
            InstanceFleetProvisioningSpecificationsProperty.builder()
                .onDemandSpecification(
                    OnDemandProvisioningSpecificationProperty.builder()
                        .allocationStrategy("prioritized")
                        .build())
                .build())
        .build();
  }

  /**
   * In the order in which they are named, for 0 is the highest priority. By price, a run would be
   * computed on whatever is cheapest today, and on processors of two makers.
   */
  private List<InstanceTypeConfigProperty> types() {
    List<InstanceTypeConfigProperty> types = new ArrayList<>();
    for (String type : settings.instanceTypes().names()) {
      types.add(
          InstanceTypeConfigProperty.builder()
              .instanceType(type)
              .weightedCapacity(1)
              .priority(types.size())
              .ebsConfiguration(disk())
              .build());
    }
    return types;
  }

  private static EbsConfigurationProperty disk() {
    return EbsConfigurationProperty.builder()
        .ebsOptimized(true)
        .ebsBlockDeviceConfigs(
            List.of(
                EbsBlockDeviceConfigProperty.builder()
                    .volumesPerInstance(1)
                    .volumeSpecification(
                        VolumeSpecificationProperty.builder()
                            .volumeType("gp3")
                            .sizeInGb(DISK_GIB)
                            .build())
                    .build()))
        .build();
  }
}
