package io.github.imagefeatures.listing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;

/**
 * What a fuzzer does with bytes that may be a tar: whatever they are, the scan ends, and each image
 * that it names lies within the tar, apart from all others and under the tar's own path.
 */
public final class TarScanFuzz {
  private static final NameRules NAMES = ListingOptions.defaults().names();

  private TarScanFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] content) {
    TarContents local = scan(content, TarInput.LOCAL_WINDOW);
    check(local);
    if (!local.equals(scan(content, TarInput.REMOTE_WINDOW))) {
      throw new AssertionError("A store far away is read as another tar than a disk");
    }
  }

  private static TarContents scan(byte[] content, int window) {
    FSDataInputStream file = new FSDataInputStream(new Bytes(content));
    return new TarScan("/tar.tar", 0, new TarInput(file, content.length, window), NAMES).contents();
  }

  private static void check(TarContents contents) {
    require(contents.hidden() >= 0, "hidden files", contents);
    require(contents.unmatched().total() >= 0, "unmatched files", contents);
    require(contents.unopenable() >= 0, "unopenable files", contents);
    require(
        contents.isWhole()
            || contents.readableTo() >= 0 && contents.readableTo() <= contents.length(),
        "the end of what is readable",
        contents);
    checkImages(contents);
  }

  private static void checkImages(TarContents contents) {
    long free = 0;
    for (TarContents.Member image : contents.images()) {
      require(image.offset() >= free && image.offset() % 512 == 0, "an image's place", image);
      require(image.offset() <= contents.length(), "an image's place", image);
      require(image.length() >= 0, "an image's length", image);
      checkName(image.name());
      free = image.offset() + Math.min(image.length(), contents.length());
    }
    List<TarContents.Member> images = contents.images();
    for (int i = 0; i < images.size() - 1; i++) {
      TarContents.Member image = images.get(i);
      require(image.length() <= contents.length() - image.offset(), "an image's end", image);
    }
    long names = images.stream().map(TarContents.Member::name).distinct().count();
    require(names == images.size(), "names that occur once", contents);
  }

  private static void checkName(String name) {
    for (String part : name.split("/", -1)) {
      require(!part.isEmpty() && !part.startsWith("."), "an image's name", name);
    }
  }

  private static void require(boolean holds, String what, Object found) {
    if (!holds) {
      throw new AssertionError("Not right: " + what + " in " + Objects.toString(found));
    }
  }

  /** Bytes as a file of Hadoop's. */
  private static final class Bytes extends ByteArrayInputStream
      implements Seekable, PositionedReadable {
    Bytes(byte[] content) {
      super(content);
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
      if (position >= count) {
        return -1;
      }
      int read = (int) Math.min(length, count - position);
      System.arraycopy(buf, (int) position, target, offset, read);
      return read;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
      if (read(position, target, offset, length) < length) {
        throw new IOException("Read beyond the end of the tar");
      }
    }

    @Override
    public void readFully(long position, byte[] target) throws IOException {
      readFully(position, target, 0, target.length);
    }

    @Override
    public void seek(long position) {
      pos = (int) position;
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }
}
