package io.github.imagefeatures.job.folder;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListedImageCodec;
import io.github.imagefeatures.spill.RowBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;

/**
 * The listing of an unfinished run, kept so that it resumes with the same images after a crash: a
 * line of JSON for what was counted, then one for each image, compressed.
 */
public final class ListingFile {
  private static final String NAME = "listing.jsonl.gz";

  private final RunFolder folder;
  private final Path file;

  public ListingFile(RunFolder folder) {
    this.folder = folder;
    this.file = folder.working(NAME);
  }

  public boolean exists() {
    return folder.exists(file);
  }

  public void write(ImageListing listing) {
    ObjectWriter lines = Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);
    folder.write(
        file,
        out -> {
          try (SequenceWriter writer =
              lines.withRootValueSeparator("\n").writeValues(new GZIPOutputStream(out))) {
            writer.write(listing.with(List.of()));
            writer.writeAll(listing.images());
          }
        });
  }

  public ImageListing read() {
    ObjectReader reader = Json.MAPPER.reader();
    try (InputStream in = new GZIPInputStream(folder.store().open(file));
        MappingIterator<ImageListing> head = reader.forType(ImageListing.class).readValues(in)) {
      ImageListing counts = present(head);
      MappingIterator<ListedImage> rows =
          reader.forType(ListedImage.class).readValues(head.getParser());
      return counts.with(images(rows));
    } catch (JacksonException | EOFException | ZipException e) {
      throw RunFolder.damaged(file, e);
    } catch (IOException e) {
      throw RunFolder.cannot("read", file, e);
    }
  }

  private static <T> T present(MappingIterator<T> values) throws IOException {
    T value = values.hasNextValue() ? values.nextValue() : null;
    if (value == null) {
      throw new EOFException("a line is missing");
    }
    return value;
  }

  /** One String per label, split and tar, however many images carry it. */
  private static List<ListedImage> images(MappingIterator<ListedImage> rows) throws IOException {
    Map<String, String> same = new HashMap<>();
    RowBuffer<ListedImage> images = ListedImageCodec.buffer();
    while (rows.hasNextValue()) {
      ListedImage row = present(rows);
      images.add(
          new ListedImage(
              row.path(),
              same.computeIfAbsent(row.label(), first -> first),
              row.length(),
              row.modificationTime(),
              row.tar() == null ? null : same.computeIfAbsent(row.tar(), first -> first),
              row.offset(),
              same.computeIfAbsent(row.split(), first -> first)));
    }
    return images.toList();
  }
}
