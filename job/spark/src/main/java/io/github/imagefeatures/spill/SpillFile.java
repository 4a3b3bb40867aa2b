package io.github.imagefeatures.spill;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Rows in a temporary file, as a list that cannot be changed once it is read. The heap holds the
 * place of each block of rows and the block that was read last, so a list is best read in its
 * order. Safe for use by several threads once it is written.
 *
 * @param <T> the rows
 */
final class SpillFile<T> extends AbstractList<T> implements RandomAccess {
  private static final int BLOCK_ROWS = 4096;

  private final RowCodec<T> codec;
  private final FileChannel file;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(block);
  private T last;

  /** Where block i begins, and at the end where the next one will. */
  private long[] places = new long[16];

  private int blocks;
  private int rows;
  private int readBlock = -1;
  private List<T> readRows = List.of();

  SpillFile(RowCodec<T> codec) {
    this.codec = codec;
    this.file = unlinked();
  }

  /** On Unix the file has no name any more once it is open, so that a kill leaves nothing. */
  private static FileChannel unlinked() {
    try {
      Path path = Files.createTempFile("image-features-", ".rows");
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary file cannot be made: " + e.getMessage(), e);
    }
  }

  /** Adds a row; not once rows have been read. */
  void append(T row) {
    try {
      codec.write(row, last, out);
      last = row;
      rows = Math.incrementExact(rows);
      if (rows % BLOCK_ROWS == 0) {
        endBlock();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary file cannot be written: " + e.getMessage(), e);
    }
  }

  private void endBlock() throws IOException {
    if (blocks + 2 > places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(block.toByteArray());
    long place = places[blocks];
    while (bytes.hasRemaining()) {
      place += file.write(bytes, place);
    }
    blocks++;
    places[blocks] = place;
    block.reset();
    last = null;
  }

  @Override
  public synchronized T get(int index) {
    Objects.checkIndex(index, rows);
    try {
      if (block.size() > 0) {
        endBlock();
      }
      if (index / BLOCK_ROWS != readBlock) {
        readRows = read(index / BLOCK_ROWS);
        readBlock = index / BLOCK_ROWS;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary file cannot be read: " + e.getMessage(), e);
    }
    return readRows.get(index % BLOCK_ROWS);
  }

  private List<T> read(int number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) (places[number + 1] - places[number]));
    while (bytes.hasRemaining()) {
      if (file.read(bytes, places[number] + bytes.position()) < 0) {
        throw new EOFException("it has become shorter");
      }
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.array()));
    int count = Math.min(BLOCK_ROWS, rows - number * BLOCK_ROWS);
    List<T> read = new ArrayList<>(count);
    T before = null;
    for (int i = 0; i < count; i++) {
      before = codec.read(before, in);
      read.add(before);
    }
    return read;
  }

  @Override
  public int size() {
    return rows;
  }

  /** Gives the disk its room back; no row can be read afterwards. */
  void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary file cannot be closed: " + e.getMessage(), e);
    }
  }
}
