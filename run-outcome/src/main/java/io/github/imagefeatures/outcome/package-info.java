/**
 * Tells CloudFormation how a run ended. An event of EMR's or a sweep makes {@link
 * io.github.imagefeatures.outcome.OutcomeHandler} look; what EMR answers about the step and the
 * cluster decides.
 */
package io.github.imagefeatures.outcome;
