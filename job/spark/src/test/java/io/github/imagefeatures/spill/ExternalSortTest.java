package io.github.imagefeatures.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalSortTest {
  /** A key and where it came, so that equal keys can be told apart. */
  private record Keyed(int key, int came) {}

  private static final RowCodec<Keyed> CODEC =
      new RowCodec<>() {
        @Override
        public void write(Keyed row, Keyed before, DataOutput out) throws IOException {
          out.writeInt(row.key() - (before == null ? 0 : before.key()));
          out.writeInt(row.came());
        }

        @Override
        public Keyed read(Keyed before, DataInput in) throws IOException {
          return new Keyed(in.readInt() + (before == null ? 0 : before.key()), in.readInt());
        }
      };

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4_096, 5_000, 20_000, 30_000})
  void rowsComeInTheirOrderAndEqualOnesAsTheyCame(int inMemory) {
    Random random = new Random(5);
    int rows = inMemory == 1 ? 50 : 20_000;
    List<Keyed> given =
        IntStream.range(0, rows).mapToObj(i -> new Keyed(random.nextInt(3_000), i)).toList();
    ExternalSort<Keyed> sort =
        new ExternalSort<>(Comparator.comparingInt(Keyed::key), CODEC, inMemory);
    given.forEach(sort::add);

    List<Keyed> sorted = new ArrayList<>();
    sort.sorted().forEachRemaining(sorted::add);

    List<Keyed> expected = new ArrayList<>(given);
    expected.sort(Comparator.comparingInt(Keyed::key));
    assertEquals(expected, sorted);
  }

  @Test
  void nothingIsSortedToNothing() {
    assertFalse(
        new ExternalSort<>(Comparator.comparingInt(Keyed::key), CODEC, 2).sorted().hasNext());
  }

  @Test
  void aListLongerThanMemoryIsReadInAnyOrderAndLeavesNoFile() {
    List<Keyed> rows = IntStream.range(0, 10_000).mapToObj(i -> new Keyed(i, -i)).toList();
    List<Path> before = temporaryFiles();
    RowBuffer<Keyed> buffer = new RowBuffer<>(CODEC, 100);
    rows.forEach(buffer::add);

    List<Keyed> list = buffer.toList();

    assertTrue(RowBuffer.isSpilled(list));
    assertEquals(rows, list);
    assertEquals(rows.get(9_999), list.get(9_999));
    assertEquals(rows.get(0), list.get(0));
    assertEquals(rows.subList(4_000, 9_000), list.subList(4_000, 9_000));
    assertEquals(before, temporaryFiles());
  }

  @Test
  void aShortListStaysInMemory() {
    RowBuffer<Keyed> buffer = new RowBuffer<>(CODEC, 2);
    buffer.add(new Keyed(1, 1));
    buffer.add(new Keyed(2, 2));

    assertFalse(RowBuffer.isSpilled(buffer.toList()));
    assertEquals(List.of(new Keyed(1, 1), new Keyed(2, 2)), buffer.toList());
  }

  private static List<Path> temporaryFiles() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().endsWith(".rows")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
