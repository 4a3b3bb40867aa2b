package io.github.imagefeatures.listing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.Invoker;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.S3ARetryPolicy;
import org.apache.hadoop.fs.store.audit.AuditSpan;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists all that S3 holds below a folder, several ranges of keys at once. S3 gives keys in their
 * order, a thousand an answer, and begins after whatever text it is told: so a range that has
 * turned out to be long is divided, and a thread that has nothing to do lists the other part.
 *
 * <p>Each range spends on being divided a fifth of its own requests at most, so that a short
 * listing stays one range, and long ranges are divided before those that soon end.
 */
final class S3Listing {
  /** Enough to hide 100 ms an answer, and a tenth of what S3 answers in that time. */
  static final int RANGES_AT_ONCE = 32;

  /** Their name. */
  static final String THREADS = "listing S3";

  /** For each request that goes into dividing a range so many have listed it. */
  private static final int ANSWERS_A_LOOK = 5;

  private static final int UNKNOWN = -1;

  private final S3AFileSystem store;
  private final Path root;
  private final String prefix;
  private final Consumer<FileStatus> files;
  private final S3Client client;
  private final Invoker retrying;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          RANGES_AT_ONCE,
          range -> {
            Thread thread = new Thread(range, THREADS);
            thread.setDaemon(true);
            return thread;
          });
  private final CompletionService<Void> ended = new ExecutorCompletionService<>(threads);

  /** Ranges that are not listed yet; guarded by this object. */
  private int ranges;

  private S3Listing(S3AFileSystem store, Path root, Consumer<FileStatus> files) {
    this.store = store;
    this.root = root;
    this.prefix = store.maybeAddTrailingSlash(store.pathToKey(root));
    this.files = files;
    this.client = store.getS3AInternals().getAmazonS3Client("listing " + root);
    this.retrying = new Invoker(new S3ARetryPolicy(store.getConf()), Invoker.LOG_EVENT);
  }

  /**
   * Whether a store is S3 as described above, by a version of Hadoop through which it can be asked.
   * Directory buckets keep no order, and of what is encrypted on this side S3 has other lengths.
   */
  static boolean isPossible(FileSystem store) {
    try {
      return store instanceof S3AFileSystem s3
          && areMembersThere(s3)
          && !s3.getBucket().endsWith("--x-s3")
          && s3.getConf().getInt(Constants.LIST_VERSION, Constants.DEFAULT_LIST_VERSION) == 2
          && !s3.getConf().getTrimmed(Constants.S3_ENCRYPTION_ALGORITHM, "").startsWith("CSE");
    } catch (LinkageError thereIsNoS3AOrAnEarlierOne) {
      return false;
    }
  }

  /** Uses each member of S3A that its authors do not promise to keep, before anything is listed. */
  private static boolean areMembersThere(S3AFileSystem store) {
    String root = store.maybeAddTrailingSlash(store.pathToKey(new Path("/")));
    return store.getS3AInternals() != null
        && store.createListObjectsRequest(root, null).getV2() != null
        && store.keyToQualifiedPath("any").isAbsolute();
  }

  /**
   * Lists a folder and all below it.
   *
   * @param store one for which {@link #isPossible}
   * @param files receives every file, in any order, from several threads at once
   */
  static void list(FileSystem store, Path root, Consumer<FileStatus> files) throws IOException {
    S3Listing listing = new S3Listing((S3AFileSystem) store, root, files);
    try {
      listing.run();
    } finally {
      listing.threads.shutdownNow();
    }
  }

  private void run() throws IOException {
    begin(new Range(null, null, UNKNOWN));
    try {
      do {
        ended.take().get();
      } while (rangesLeft() > 0);
    } catch (InterruptedException e) {
      throw (InterruptedIOException) new InterruptedIOException(e.toString()).initCause(e);
    } catch (ExecutionException e) {
      throw ImageStore.failure(e);
    }
  }

  private synchronized void begin(Range range) {
    ranges++;
    ended.submit(range);
  }

  private synchronized int rangesLeft() {
    return --ranges;
  }

  private synchronized boolean areIdle(int more) {
    return ranges + more <= RANGES_AT_ONCE;
  }

  private ListObjectsV2Request after(String key) {
    ListObjectsV2Request all = store.createListObjectsRequest(prefix, null).getV2();
    return key == null ? all : all.toBuilder().startAfter(key).build();
  }

  private ListObjectsV2Response answer(ListObjectsV2Request request) throws IOException {
    return retrying.retry(
        "listObjects()", root.toString(), true, () -> client.listObjectsV2(request));
  }

  private void take(List<S3Object> objects) {
    objects.stream()
        .filter(S3Listing::isFile)
        .map(this::status)
        .filter(file -> !file.getPath().equals(root))
        .forEach(files);
  }

  /** As S3A has it: the objects that stand for folders are none. */
  private static boolean isFile(S3Object object) {
    return !object.key().endsWith("/") && !object.key().endsWith(Constants.S3N_FOLDER_SUFFIX);
  }

  private FileStatus status(S3Object object) {
    Path path = store.keyToQualifiedPath(object.key());
    return new FileStatus(object.size(), false, 1, 1, object.lastModified().toEpochMilli(), path);
  }

  /** How many characters two keys begin with alike. */
  private static int alike(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int at = 0;
    while (at < most && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  /** Keys from one to another, which one thread asks for, one answer after the other. */
  private final class Range implements Callable<Void> {
    private final String first;
    private String last;
    private int place;
    private int answers;

    /**
     * @param first the range begins with the next key; null for the first of all
     * @param last no later key belongs to the range; null when all do
     * @param place of the character at which it was cut off, and may well be cut again
     */
    Range(String first, String last, int place) {
      this.first = first;
      this.last = last;
      this.place = place;
    }

    @Override
    public Void call() throws IOException {
      try (AuditSpan listing = store.createSpan("op_list_files", root.toString(), null)) {
        ListObjectsV2Request next = after(first);
        while (next != null) {
          ListObjectsV2Response page = answer(next);
          answers++;
          List<S3Object> objects = page.contents();
          boolean isWhole = objects.isEmpty() || contains(keyOf(objects.size() - 1, objects));
          next = page.isTruncated() && isWhole ? following(page) : null;
          take(isWhole ? objects : objects.stream().filter(each -> contains(each.key())).toList());
          if (next != null && isInOrder(objects)) {
            divide(keyOf(0, objects), keyOf(objects.size() - 1, objects));
          }
        }
      }
      return null;
    }

    private boolean contains(String key) {
      return last == null || key.compareTo(last) <= 0;
    }

    private ListObjectsV2Request following(ListObjectsV2Response page) {
      return after(first).toBuilder().continuationToken(page.nextContinuationToken()).build();
    }

    private static String keyOf(int index, List<S3Object> objects) {
      return objects.get(index).key();
    }

    /** A store that keeps no order is listed as one range. */
    private boolean isInOrder(List<S3Object> objects) {
      for (int i = 1; i < objects.size(); i++) {
        if (keyOf(i - 1, objects).compareTo(keyOf(i, objects)) >= 0) {
          return false;
        }
      }
      return !objects.isEmpty();
    }

    /**
     * Gives what comes after the keys of an answer to other threads: it is cut at the foremost
     * character by which a later key of the range differs from all of them, one part for each other
     * character that stands there.
     */
    private void divide(String firstOfAnswer, String lastOfAnswer) throws IOException {
      int from = last == null ? prefix.length() : alike(lastOfAnswer, last);
      int to = alike(firstOfAnswer, lastOfAnswer);
      boolean isKnown = from <= place && place < to;
      int looks = isKnown ? 1 : Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, to - from));
      if (looks == 0 || !maySpend(looks + 1, 1)) {
        return;
      }
      Optional<Cut> cut = isKnown ? cut(lastOfAnswer, place) : foremostCut(lastOfAnswer, from, to);
      place = cut.map(Cut::place).orElse(UNKNOWN);
      Deque<String> cuts = new ArrayDeque<>();
      while (cut.isPresent()) {
        cuts.add(cut.get().after());
        cut = maySpend(2, cuts.size() + 1) ? cut(cut.get().next(), place) : Optional.empty();
      }
      divideAt(cuts);
    }

    /** Takes so many requests of what the range has earned, if threads wait for so many parts. */
    private boolean maySpend(int requests, int parts) {
      boolean isGranted = requests * ANSWERS_A_LOOK <= answers && areIdle(parts);
      answers -= isGranted ? requests * ANSWERS_A_LOOK : 0;
      return isGranted;
    }

    /** Found by halving: where there is a cut, there is one at every character behind it. */
    private Optional<Cut> foremostCut(String key, int from, int to) throws IOException {
      if (from >= to) {
        return Optional.empty();
      }
      int middle = (from + to) / 2;
      Optional<Cut> cut = cut(key, middle);
      return cut.isPresent()
          ? foremostCut(key, from, middle).or(() -> cut)
          : foremostCut(key, middle + 1, to);
    }

    /** Where the keys end that begin as this one does up to a place, if others follow them. */
    private Optional<Cut> cut(String key, int place) throws IOException {
      if (place >= key.length() || !isOfOneOrder(key.substring(0, place + 1))) {
        return Optional.empty();
      }
      String after = key.substring(0, place) + (char) (key.charAt(place) + 1);
      return last == null || after.compareTo(last) < 0
          ? answer(after(after).toBuilder().maxKeys(1).build()).contents().stream()
              .map(S3Object::key)
              // A store that begins where it likes is not cut.
              .filter(next -> next.compareTo(after) > 0 && contains(next))
              .map(next -> new Cut(after, next))
              .findFirst()
          : Optional.empty();
    }

    /**
     * Whether all keys have the same place before or after the cut in Java's order as in S3's,
     * which is that of UTF-8: the two differ in halves of surrogate pairs and what comes behind.
     */
    private static boolean isOfOneOrder(String beginning) {
      return beginning.charAt(beginning.length() - 1) < '~'
          && beginning.chars().allMatch(each -> each < Character.MIN_SURROGATE);
    }

    private void divideAt(Deque<String> cuts) {
      String end = last;
      while (!cuts.isEmpty()) {
        String from = cuts.removeLast();
        begin(new Range(from, end, place));
        end = from;
      }
      last = end;
    }
  }

  /** Text after which a part of a range begins, and the first key of that part. */
  private record Cut(String after, String next) {
    int place() {
      return after.length() - 1;
    }
  }
}
