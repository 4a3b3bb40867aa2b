package io.github.imagefeatures.outcome;

import software.amazon.awssdk.services.sns.SnsClient;

/** The SNS topic whose subscribers hear how runs end. */
final class OutcomeTopic {
  /** SNS' own limit is 100 ASCII characters. */
  private static final int LONGEST_SUBJECT = 99;

  private final SnsClient sns;
  private final OutcomeSettings settings;

  OutcomeTopic(SnsClient sns, OutcomeSettings settings) {
    this.sns = sns;
    this.settings = settings;
  }

  /** Publishes an outcome. */
  void publish(Outcome outcome) {
    sns.publish(
        request ->
            request
                .topicArn(settings.topicArn())
                .subject(subject(outcome))
                .message(message(outcome)));
  }

  private String subject(Outcome outcome) {
    String words =
        "image-features: run %s %s"
            .formatted(settings.runFolder().name(), outcome.success() ? "is complete" : "failed");
    return PlainLine.of(words.replaceAll("[^\\x20-\\x7e]", "?"), LONGEST_SUBJECT);
  }

  private String message(Outcome outcome) {
    return """
        %s

        Run folder: %s
        %s
        Cluster:    %s
        Log:        %s (complete a few minutes after the end)
        """
        .formatted(
            outcome.sentence(),
            settings.runFolder(),
            outcome.success()
                ? "Report:     " + settings.runFolder().address(settings.report())
                : "Rejected:   " + settings.runFolder().address("rejected/"),
            settings.clusterId(),
            outcome.log());
  }
}
