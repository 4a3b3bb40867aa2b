package io.github.imagefeatures.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainLocalFileSystemTest {

  @TempDir private java.nio.file.Path folder;
  private final PlainLocalFileSystem files = new PlainLocalFileSystem();

  @BeforeEach
  void open() throws Exception {
    files.initialize(URI.create("file:///"), new Configuration(false));
  }

  @Test
  void aFileAndAFolderHaveThePermissionsThatAreAskedFor() throws Exception {
    files.mkdirs(path("a folder"), new FsPermission("750"));
    files.create(path("a file")).close();
    files.setPermission(path("a file"), new FsPermission("604"));

    assertEquals("rwxr-x---", permissions("a folder"));
    assertEquals("rw----r--", permissions("a file"));
  }

  @Test
  void aFolderKeepsTheStickyBitThatIsAskedFor() throws Exception {
    files.mkdirs(path("shared"));
    files.setPermission(path("shared"), new FsPermission("1777"));

    int folderWithStickyBit = 041777; // S_IFDIR, S_ISVTX and 0777 of stat.h.
    assertEquals(folderWithStickyBit, Files.getAttribute(folder.resolve("shared"), "unix:mode"));
  }

  @Test
  void noProgramIsStartedForAFileOrAFolder() throws Exception {
    java.nio.file.Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      files.mkdirs(path("one/two"), new FsPermission("755"));
      files.create(path("one/two/a file")).close();
      recording.stop();
      recording.dump(events);
    }

    List<String> started =
        RecordingFile.readAllEvents(events).stream()
            .map(event -> event.getString("command"))
            .filter(command -> command.startsWith("chmod"))
            .toList();
    assertEquals(List.of(), started);
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private String permissions(String name) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}
