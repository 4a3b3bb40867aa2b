package io.github.imagefeatures.cdk;

import java.util.Optional;

/**
 * What one run is made from.
 *
 * @param name the name of the run and its stack
 * @param again any text: another one runs once more
 * @param probes whether the step is a probe of the cluster in the place of the run
 * @param images where the images are
 * @param output where {@code runs/} is or is made, {@code s3://...}; by default the data bucket
 * @param imagesKey KMS key of the images' bucket, when that is not ours
 * @param outputKey KMS key of the output's bucket, when that is not ours
 * @param bootstrapKey KMS key of CDK's assets bucket, when it has one of its own
 * @param options what the job is told beside images, output and weights
 * @param model weights: {@code s3://...} or a local file; by default the ones in {@code models/}
 * @param releaseLabel the release label of Amazon EMR
 * @param instanceTypes the instance types of all nodes
 * @param coreUnits on-demand nodes that hold the driver
 * @param maxTaskUnits the most nodes beside them
 * @param spot whether those are spot instances
 * @param waits whether the deployment waits for the run's outcome
 * @param timeoutHours how long a run may take
 */
public record RunSettings(
    String name,
    String again,
    boolean probes,
    ImagesSource images,
    Optional<String> output,
    Optional<String> imagesKey,
    Optional<String> outputKey,
    Optional<String> bootstrapKey,
    JobOptions options,
    Optional<String> model,
    String releaseLabel,
    InstanceTypes instanceTypes,
    int coreUnits,
    int maxTaskUnits,
    boolean spot,
    boolean waits,
    int timeoutHours) {

  /** {@return what the run's folder has for people to open first} */
  public String report() {
    return probes ? "probe.json" : "report.html";
  }
}
