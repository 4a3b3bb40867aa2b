package io.github.imagefeatures.job.cli.console;

import static io.github.imagefeatures.job.cli.console.RunSummary.row;

import io.github.imagefeatures.job.pack.Pack;
import io.github.imagefeatures.listing.Splits;
import java.io.PrintWriter;
import org.apache.commons.io.FileUtils;

/** What is said of a pack at its end, or of one that would be. */
public final class PackSummary {
  private final Pack.Result pack;
  private final boolean isPlan;

  /**
   * @param pack what was packed, or would be
   * @param isPlan which of the two
   */
  public PackSummary(Pack.Result pack, boolean isPlan) {
    this.pack = pack;
    this.isPlan = isPlan;
  }

  /** A short table. */
  public void print(PrintWriter out) {
    row(
        out,
        "images",
        "%,d, %s",
        pack.images(),
        FileUtils.byteCountToDisplaySize(pack.imageBytes()));
    row(out, "labels", "%,d", pack.labels());
    if (!pack.splits().isEmpty()) {
      row(out, "splits", "%s", Splits.inWords(pack.splits()));
    }
    row(out, "tars", "%,d", pack.tars());
    if (pack.kept() > 0) {
      row(out, "", "%,d of them were there already", pack.kept());
    }
    if (isPlan) {
      row(out, "written", "nothing: this was a dry run");
    } else {
      row(out, "folder", "%s", pack.folder());
    }
  }
}
