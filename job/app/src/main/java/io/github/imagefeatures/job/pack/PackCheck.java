package io.github.imagefeatures.job.pack;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether listings are the same: of the images before and after, and of the tars. */
final class PackCheck {
  private static final int SHOWN = 3;

  private final ImageListing listed;

  /**
   * @param listed the images that were packed
   */
  PackCheck(ImageListing listed) {
    this.listed = listed;
  }

  /**
   * Refuses images that have changed meanwhile, come or gone.
   *
   * @param now the same folder, listed once more
   * @throws InputException when there are any
   */
  void requireUnchanged(ImageListing now) {
    List<String> changed = changes(listed.images(), now.images());
    if (!changed.isEmpty()) {
      throw new InputException(
          FailureId.PACK_SOURCE_CHANGED,
          String.format(
              Locale.ROOT,
              "The images under %s have changed while they were packed (%,d of them: %s): start the same command again when they are at rest; it writes only the tars that these belong to.",
              listed.root(),
              changed.size(),
              shown(changed)));
    }
  }

  /**
   * Refuses tars of which a run would make other images than of the folder.
   *
   * @param packed the folder of the tars, listed as a run lists it
   * @param tars that were written
   * @throws OutputException when an image has another name, length, label or split, or another
   *     place
   */
  void requireSame(ImageListing packed, List<PlannedTar> tars) {
    // A glob may make images of files beside the tars, which no listing of the folder has.
    List<ListedImage> members =
        packed.images().stream().filter(image -> image.tar() != null).toList();
    int place = 0;
    for (PlannedTar tar : tars) {
      for (ListedImage image : tar.images()) {
        String expected = described(tar.name(), tar.member(image), image);
        String found = place < members.size() ? described(members.get(place)) : "no image";
        if (!expected.equals(found)) {
          throw notAsWritten(packed.root(), expected, found);
        }
        place++;
      }
    }
    if (place < members.size()) {
      throw notAsWritten(packed.root(), "no image", described(members.get(place)));
    }
  }

  /** Names of images that only one of two sorted lists has as it is. */
  private List<String> changes(List<ListedImage> before, List<ListedImage> after) {
    List<String> changes = new ArrayList<>();
    int b = 0;
    int a = 0;
    while (b < before.size() || a < after.size()) {
      int order = order(before, b, after, a);
      if (order < 0) {
        changes.add(change(before.get(b++), "is gone"));
      } else if (order > 0) {
        changes.add(change(after.get(a++), "is new"));
      } else {
        ListedImage was = before.get(b++);
        ListedImage is = after.get(a++);
        if (was.length() != is.length() || was.modificationTime() != is.modificationTime()) {
          changes.add(change(is, "was written anew"));
        }
      }
    }
    return changes;
  }

  private static int order(List<ListedImage> before, int b, List<ListedImage> after, int a) {
    if (b == before.size()) {
      return 1;
    }
    return a == after.size() ? -1 : before.get(b).path().compareTo(after.get(a).path());
  }

  private String change(ListedImage image, String what) {
    return "'%s' %s".formatted(listed.relativePath(image), what);
  }

  static String shown(List<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? ", ..." : "");
  }

  private static String described(ListedImage image) {
    String tar = image.tar().substring(image.tar().lastIndexOf('/') + 1);
    String member =
        image.restOfTar() ? "a damaged part" : image.path().substring(image.tar().length() + 1);
    return described(tar, member, image);
  }

  private static String described(String tar, String member, ListedImage image) {
    return String.format(
        Locale.ROOT,
        "'%s' of %,d bytes in %s, label '%s'%s",
        member,
        image.length(),
        tar,
        image.label(),
        image.split().isEmpty() ? "" : ", split '" + image.split() + "'");
  }

  private static OutputException notAsWritten(String root, String expected, String found) {
    return new OutputException(
        FailureId.PACK_NOT_AS_WRITTEN,
        "The tars in %s are not what was packed: %s is expected, and %s is found. Remove that tar, and start the same command again."
            .formatted(root, expected, found));
  }
}
