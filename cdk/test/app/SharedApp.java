import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.cdk.PipelineApp;
import io.github.imagefeatures.cdk.SettingsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.AssetStaging;

/**
 * The app for every synth of a test, in one process: most of what a synth takes is the start of
 * Java, of Node, and of the library of constructs in it. {@code cdk/test/app/shared} asks it.
 *
 * <p>A request is two lines: the folder to write into, and the context as the command line gives
 * it. The answer is a line with the exit code, and what the app has to say.
 */
final class SharedApp {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private SharedApp() {}

  /**
   * Answers until the process is ended.
   *
   * @param args a file for the port at which it can be asked
   */
  public static void main(String[] args) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path port = Path.of(args[0]);
      Path begun = Path.of(port + ".begun");
      Files.writeString(begun, server.getLocalPort() + "\n");
      Files.move(begun, port, StandardCopyOption.ATOMIC_MOVE);
      while (true) {
        try (Socket client = server.accept()) {
          answer(client);
        }
      }
    }
  }

  private static void answer(Socket client) throws IOException {
    BufferedReader request =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    PrintStream answer = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8);
    try {
      synthesize(request.readLine(), request.readLine());
      answer.println(0);
    } catch (SettingsException e) {
      answer.printf("%d%nimage-features: %s [%s]%n", USAGE, e.getMessage(), e.id());
    } catch (RuntimeException | IOException e) {
      answer.println(FAILED);
      e.printStackTrace(answer);
    }
  }

  @SuppressWarnings("unchecked")
  private static void synthesize(String folder, String context) throws IOException {
    Map<String, Object> values = new ObjectMapper().readValue(context, Map.class);
    // What it has copied already it would not copy into another folder.
    AssetStaging.clearAssetHashCache();
    PipelineApp.synthesize(new App(AppProps.builder().outdir(folder).context(values).build()));
  }
}
