package io.github.imagefeatures.outcome;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The handle of the wait condition that holds the run stack.
 *
 * <p>Its URL is signed for a PUT without a content type, which the JDK's client does not add. The
 * signal's id is always the same: CloudFormation takes the same signal again as nothing new.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html">Wait
 *     conditions</a>
 */
final class WaitHandle {
  /** CloudFormation takes 4 KB for the whole signal and shows about 1,000 characters of it. */
  static final int LONGEST_REASON = 1000;

  private static final String SIGNAL_ID = "run";
  private static final Pattern ERROR_CODE = Pattern.compile("<Code>(\\w{1,60})</Code>");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI url;
  private final String data;

  /**
   * @param url the presigned URL
   * @param data what CloudFormation keeps of a success: the run's folder
   */
  WaitHandle(URI url, String data) {
    this.url = url;
    this.data = data;
  }

  /** The handle did not take a signal. */
  static final class SignalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SignalException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Sends the signal once; whoever called this function calls again when it fails.
   *
   * @throws SignalException when the handle did not take it
   */
  void signal(Outcome outcome) {
    HttpResponse<String> answer = put(body(outcome));
    if (answer.statusCode() / 100 != 2) {
      throw new SignalException(
          String.format(
              Locale.ROOT,
              "The wait condition's handle answered %d%s to the signal %s: it is sent again at the next retry or sweep.",
              answer.statusCode(),
              errorCode(answer.body()),
              outcome.status()),
          null);
    }
  }

  private byte[] body(Outcome outcome) {
    Map<String, String> signal = new LinkedHashMap<>();
    signal.put("Status", outcome.status());
    signal.put("UniqueId", SIGNAL_ID);
    signal.put("Data", data);
    signal.put("Reason", reason(outcome));
    try {
      return JSON.std.asBytes(signal);
    } catch (IOException e) {
      throw new SignalException("The signal cannot be written as JSON.", e);
    }
  }

  /** The sentence gives way, so that the log's address stays whole. */
  private static String reason(Outcome outcome) {
    String log = PlainLine.of(" Log: " + outcome.log(), LONGEST_REASON / 2);
    return PlainLine.of(outcome.sentence(), LONGEST_REASON - PlainLine.length(log) - 1) + " " + log;
  }

  private HttpResponse<String> put(byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(20))
            .PUT(BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new SignalException(
          "The wait condition's handle cannot be reached (%s): the signal is sent again at the next retry or sweep."
              .formatted(e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignalException("The signal was interrupted.", e);
    }
  }

  /** Only the code: the rest of such an answer can hold parts of the signature. */
  private static String errorCode(String answer) {
    Matcher code = ERROR_CODE.matcher(answer);
    return code.find() ? " (" + code.group(1) + ")" : "";
  }
}
