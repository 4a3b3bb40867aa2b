package io.github.imagefeatures.listing.labels;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.LabelsOrigin;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListedImageCodec;
import io.github.imagefeatures.listing.NameRules;
import io.github.imagefeatures.spill.RowBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the images of a labels file's rows. A row names an image by its whole path or address, by
 * its path below the folder that was listed, by its path in a tar, where no other tar has it, or by
 * its name alone, where no other image has it.
 */
final class LabelAssignment {
  /** The most names in a sentence. */
  private static final int SHOWN = 3;

  private static final Pattern LOCAL = Pattern.compile("^file:/+");
  private static final Pattern S3 = Pattern.compile("^s3[an]?://");
  private static final Pattern HERE = Pattern.compile("^(?:\\./)+");

  private final LabelsOrigin origin;
  private final ImageListing listing;
  private final List<ListedImage> images;
  private final Entry[] ofImage;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> same = new HashMap<>();

  /** What the file says under one name. */
  private static final class Entry {
    final LabelsFile.NamedLabel row;
    ListedImage image;

    Entry(LabelsFile.NamedLabel row) {
      this.row = row;
    }

    boolean contradicts(Entry other) {
      return !row.label().equals(other.row.label()) || !row.split().equals(other.row.split());
    }
  }

  LabelAssignment(LabelsOrigin origin, ImageListing listing) {
    this.origin = origin;
    this.listing = listing;
    this.images = listing.images();
    this.ofImage = new Entry[images.size()];
  }

  ImageListing of(List<LabelsFile.NamedLabel> rows, Consumer<String> warnings) {
    rows.forEach(this::enter);
    findByPath();
    findByPathInTar();
    findByName();
    warnOfRows(warnings);
    warnOfImages(warnings);
    return listing.with(labelled(), origin);
  }

  private void enter(LabelsFile.NamedLabel row) {
    Entry entry = new Entry(row);
    Entry earlier = entries.putIfAbsent(key(row.name()), entry);
    if (earlier != null) {
      requireAgreement(earlier, entry);
    }
  }

  /** A path below the listed folder without that folder; other paths and names as they are. */
  private String key(String name) {
    String path = inOneForm(name);
    String folder = inOneForm(folder());
    return path.startsWith(folder)
        ? path.substring(folder.length())
        : HERE.matcher(path).replaceFirst("");
  }

  /** The folder that paths are below, with a slash at its end. */
  private String folder() {
    String path = images.get(0).path();
    return path.substring(0, path.length() - listing.relativePath(images.get(0)).length());
  }

  private static String inOneForm(String path) {
    return S3.matcher(LOCAL.matcher(path).replaceFirst("/")).replaceFirst("s3://");
  }

  private void findByPath() {
    for (int i = 0; i < ofImage.length; i++) {
      Entry entry = entries.get(listing.relativePath(images.get(i)));
      if (entry != null) {
        give(i, entry);
      }
    }
  }

  /** The same file of labels is for images in a folder and for tars that they were packed in. */
  private void findByPathInTar() {
    Set<Entry> given = new HashSet<>();
    for (int i = 0; i < ofImage.length; i++) {
      Entry entry = ofImage[i] == null ? entries.get(pathInTar(images.get(i))) : null;
      if (entry != null && (entry.image == null || given.contains(entry))) {
        if (!given.add(entry)) {
          requireUnique(entry);
        }
        give(i, entry);
      }
    }
  }

  /** Returns a member's name in its tar; null for a file of its own. */
  private static String pathInTar(ListedImage image) {
    return image.tar() == null || image.restOfTar()
        ? null
        : image.path().substring(image.tar().length() + 1);
  }

  private void findByName() {
    Map<String, Entry> names = new HashMap<>();
    entries.forEach(
        (key, entry) -> {
          if (entry.image == null && key.indexOf('/') < 0) {
            names.put(key, entry);
          }
        });
    for (int i = 0; i < ofImage.length && !names.isEmpty(); i++) {
      Entry entry = names.get(NameRules.nameOf(images.get(i).path()));
      if (entry != null) {
        if (entry.image != null) {
          requireUnique(entry);
        }
        give(i, entry);
      }
    }
  }

  private void give(int image, Entry entry) {
    if (ofImage[image] != null) {
      requireAgreement(ofImage[image], entry);
    }
    ofImage[image] = entry;
    entry.image = images.get(image);
  }

  private void requireAgreement(Entry one, Entry other) {
    if (one.contradicts(other)) {
      requireUnique(other);
      throw new InputException(
          FailureId.LABELS_CONTRADICTORY,
          "The labels file '%s' says two things of '%s', %s and %s: leave one row of it."
              .formatted(origin.file(), other.row.name(), said(one), said(other)));
    }
  }

  private String said(Entry entry) {
    LabelsFile.NamedLabel row = entry.row;
    return origin.splits()
        ? "'%s' in the split '%s'".formatted(row.label(), row.split())
        : "'%s'".formatted(row.label());
  }

  /** Two rows of one name may mean two images, and then neither is wrong. */
  private void requireUnique(Entry entry) {
    String name = key(entry.row.name());
    List<String> paths =
        images.stream()
            .filter(
                image ->
                    name.equals(pathInTar(image)) || name.equals(NameRules.nameOf(image.path())))
            .map(listing::relativePath)
            .limit(2)
            .toList();
    if (paths.size() > 1) {
      throw new InputException(
          FailureId.LABELS_AMBIGUOUS,
          "The labels file '%s' names '%s', and there are more images of that name, such as '%s' and '%s': give their paths below --images."
              .formatted(origin.file(), entry.row.name(), paths.get(0), paths.get(1)));
    }
  }

  private void warnOfRows(Consumer<String> warnings) {
    List<String> lost =
        entries.values().stream()
            .filter(entry -> entry.image == null)
            .map(entry -> entry.row.name())
            .toList();
    if (lost.size() == entries.size()) {
      throw new InputException(
          FailureId.LABELS_OF_NO_IMAGE,
          "The labels file '%s' names none of the images under %s%s: give their paths below that folder, such as '%s'."
              .formatted(
                  origin.file(),
                  root(),
                  lost.isEmpty() ? "" : ", but " + first(lost),
                  listing.relativePath(images.get(0))));
    }
    if (!lost.isEmpty()) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "%,d of %,d rows of the labels file %s name no image under %s; the first: %s.",
              lost.size(),
              entries.size(),
              origin.file(),
              root(),
              first(lost)));
    }
  }

  private void warnOfImages(Consumer<String> warnings) {
    List<String> unnamed = new ArrayList<>();
    for (int i = 0; i < ofImage.length; i++) {
      if (ofImage[i] == null) {
        unnamed.add(listing.relativePath(images.get(i)));
      }
    }
    if (!unnamed.isEmpty()) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "%,d of %,d images are not in the labels file %s and have no label; the first: %s.",
              unnamed.size(),
              ofImage.length,
              origin.file(),
              first(unnamed)));
    }
  }

  private String root() {
    return Credentials.masked(listing.root());
  }

  private static String first(Collection<String> names) {
    return names.stream().limit(SHOWN).map("'%s'"::formatted).collect(Collectors.joining(", "));
  }

  private List<ListedImage> labelled() {
    RowBuffer<ListedImage> labelled = ListedImageCodec.buffer();
    for (int i = 0; i < ofImage.length; i++) {
      ListedImage image = images.get(i);
      String label = ofImage[i] == null ? "" : one(ofImage[i].row.label());
      String split = ofImage[i] == null ? "" : one(ofImage[i].row.split());
      labelled.add(image.as(label, origin.splits() ? split : image.split()));
    }
    return labelled.toList();
  }

  /** One String per label, however many images carry it. */
  private String one(String text) {
    return same.computeIfAbsent(text, first -> first);
  }
}
