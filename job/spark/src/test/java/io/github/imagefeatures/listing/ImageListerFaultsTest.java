package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.failure.InputException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageListerFaultsTest {

  private final ImageLister lister = new ImageLister(new Configuration());

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/no/such/folder, There is no '/no/such/folder'; name the folder",
        "\"\", location is empty",
        "photos:2024, is not an address; write './' before a relative path",
        "nope://bucket/images, No FileSystem for scheme",
        "s3a://bucket/images, \"There are no credentials for the images (looked for in Hadoop's settings, the environment, the instance's role): sign in\"",
        "file://host/images, Listing 'file://host/images' failed: Wrong FS",
        "s3a://KEY:SECRET@bucket/images, holds a password; take it out",
        "https://host/images.tar, 'https://host/images.tar' is on the web",
        "HTTP://KEY:SECRET@host/images.tar, holds a password"
      })
  void anAddressThatCannotBeUsedIsOneSentenceWithItsCure(String address, String sentence) {
    String message = failure(lister, address);

    assertTrue(message.contains(sentence), message);
    assertFalse(message.contains(":SECRET"), message);
  }

  @Test
  void anEmptyFolderIsAnInputError() {
    assertTrue(failure(lister, folder.toString()).startsWith("There is no file under "));
  }

  @Test
  void aFolderWithoutImagesSaysWhatWasSeen() throws IOException {
    put(folder.resolve("a/notes.txt"));
    put(folder.resolve("a/table.csv"));
    put(folder.resolve(".b/1.jpg"));

    String message = failure(lister, folder.toString());

    assertTrue(
        message.contains("of 3 files, 2 (1 .csv, 1 .txt) do not match the glob, 1 are hidden"),
        message);
  }

  @Test
  void aListingThatIsNotPermittedHalfWayIsAnInputErrorAndNoShorterListing() {
    Configuration store =
        StoreFileSystem.with(
            "locked",
            StoreFileSystem.Bucket.failing(
                new AccessControlException("user=ann, access=READ_EXECUTE, inode=\"/b\"\nat x"),
                "a/1.jpg"));

    assertEquals(
        "Reading 'store://locked/a' is not permitted: user=ann, access=READ_EXECUTE, inode=\"/b\";"
            + " give this account permission to list the folder and all below it.",
        failure(new ImageLister(store), "store://locked/a"));
  }

  @Test
  void aListingThatBreaksOffIsAnInputErrorAndNoShorterListing() {
    Configuration store =
        StoreFileSystem.with(
            "broken",
            StoreFileSystem.Bucket.failing(
                new SocketTimeoutException("Read timed out."), "a/1.jpg", "a/2.jpg"));

    assertEquals(
        "Listing 'store://broken/' failed: Read timed out; check the address, and that this account"
            + " may list the folder.",
        failure(new ImageLister(store), "store://broken/"));
  }

  @Test
  void aLocalFolderThatCannotBeReadIsAnInputError() throws IOException {
    put(folder.resolve("open/1.jpg"));
    Path locked = put(folder.resolve("locked/1.jpg")).getParent();
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(locked), "Skipped: this account (root?) reads every folder.");
      assertTrue(failure(lister, folder.toString()).contains("is not permitted: " + locked));
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aLinkToAnImageOrAFolderIsFollowed() throws IOException {
    Path elsewhere = put(folder.resolve("elsewhere/cat/1.jpg"));
    Path root = Files.createDirectories(folder.resolve("root/dog"));
    Files.createSymbolicLink(root.resolve("2.jpg"), elsewhere);
    Files.createSymbolicLink(folder.resolve("root/cat"), elsewhere.getParent());

    assertEquals(List.of("cat/1.jpg", "dog/2.jpg"), names(list(folder.resolve("root"))));
  }

  @Test
  void aBrokenLinkCalledLikeAnImageIsListedAndAnyOtherIsCounted() throws IOException {
    put(folder.resolve("a/1.jpg"));
    Files.createSymbolicLink(folder.resolve("a/2.jpg"), Path.of("gone.jpg"));
    Files.createSymbolicLink(folder.resolve("a/3.jpg"), Path.of("3.jpg"));
    Files.createSymbolicLink(folder.resolve("class"), Path.of("/gone/class"));

    ImageListing listing = list(folder);

    assertEquals(List.of("a/1.jpg", "a/2.jpg", "a/3.jpg"), names(listing));
    assertEquals(0, listing.images().get(1).length());
    assertEquals(1, listing.skippedUnopenable());
    assertEquals(0, listing.skippedByGlob());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLinkBackToAFolderAboveIsNotWalkedAgain() throws IOException {
    put(folder.resolve("a/1.jpg"));
    Files.createSymbolicLink(folder.resolve("a/up"), folder);
    Files.createSymbolicLink(folder.resolve("a/here"), Path.of("."));

    ImageListing listing = list(folder);

    assertEquals(List.of("a/1.jpg"), names(listing));
    assertEquals(2, listing.skippedUnopenable());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNamedPipeIsCountedAndNotOpened() throws IOException, InterruptedException {
    put(folder.resolve("a/1.jpg"));
    assumeTrue(makePipe(folder.resolve("a/2.jpg")), "Skipped: there is no mkfifo here.");

    ImageListing listing = list(folder);

    assertEquals(List.of("a/1.jpg"), names(listing));
    assertEquals(1, listing.skippedUnopenable());
  }

  @Test
  @Timeout(120)
  void namesThatTheLocaleCannotReadAreAnInputErrorAndNotLost() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "Skipped: no C locale but on Linux.");
    assumeTrue(
        System.getProperty("sun.jnu.encoding").equals("UTF-8"),
        "Skipped: this locale cannot even write the name; set LC_ALL to C.UTF-8.");
    put(folder.resolve("\u6843/1.jpg"));

    String message = messageInTheCLocale(folder);

    assertTrue(message.contains("cannot be read in this machine's character set"), message);
    assertTrue(message.contains("set the environment variable LC_ALL to C.UTF-8"), message);
  }

  private static String messageInTheCLocale(Path root) throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            InTheCLocale.class.getName(),
            root.toString());
    java.environment().put("LC_ALL", "C");
    java.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = java.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  /** Lists a folder in a JVM of its own and prints the failure. */
  static final class InTheCLocale {

    private InTheCLocale() {}

    public static void main(String[] arguments) {
      System.out.println(failure(new ImageLister(new Configuration()), arguments[0]));
    }
  }

  private static boolean makePipe(Path pipe) throws InterruptedException {
    try {
      Process process = new ProcessBuilder("mkfifo", pipe.toString()).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private ImageListing list(Path root) {
    return lister.list(root.toString(), ListingOptions.defaults());
  }

  private static String failure(ImageLister lister, String address) {
    InputException failure =
        assertThrows(
            InputException.class, () -> lister.list(address, ListingOptions.defaults()), address);
    assertEquals(1, failure.getMessage().lines().count());
    assertTrue(failure.getMessage().endsWith("."), failure.getMessage());
    return failure.getMessage();
  }

  private static List<String> names(ImageListing listing) {
    int root = listing.root().length() + 1;
    return listing.images().stream().map(image -> image.path().substring(root)).toList();
  }

  private static Path put(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
