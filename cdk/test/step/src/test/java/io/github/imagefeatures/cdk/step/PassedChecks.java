package io.github.imagefeatures.cdk.step;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints a line for every check that passed: the test's name in words. */
public final class PassedChecks implements TestWatcher {
  @Override
  public void testSuccessful(ExtensionContext context) {
    String name = context.getRequiredTestMethod().getName();
    System.out.println("passed: " + name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
  }
}
