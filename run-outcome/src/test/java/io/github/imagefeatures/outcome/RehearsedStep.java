package io.github.imagefeatures.outcome;

/**
 * The function after a step that was really done, on a cluster that stands in for EMR's, and that
 * failed: its folder is in an object store of this machine, and only EMR, topic and handle are
 * stand-ins. {@code cdk/test/step} starts it.
 */
final class RehearsedStep extends WatchedRun {

  /**
   * Prints the signal that the wait condition's handle gets for each of some failed steps.
   *
   * @param args the address of the object store, then the folder of each step's run
   */
  public static void main(String[] args) throws Exception {
    for (int i = 1; i < args.length; i++) {
      RehearsedStep step = new RehearsedStep();
      step.start();
      try {
        step.tell(args[0], args[i]);
      } finally {
        step.stop();
      }
    }
  }

  private void tell(String store, String folder) {
    System.setProperty("aws.endpointUrlS3", store);
    environment.put("RUN_FOLDER", folder);
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    handle(STEP_EVENT);
    aws.signals.forEach(signal -> System.out.println(signal.json()));
  }
}
