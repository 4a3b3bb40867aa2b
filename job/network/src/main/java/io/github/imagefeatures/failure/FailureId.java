package io.github.imagefeatures.failure;

/**
 * The kinds of failure, each with the id that is printed with its sentence. An id stays with its
 * kind and is not given again; it is the anchor of the kind in {@code docs/troubleshooting.md}.
 */
public enum FailureId {
  /** A bug, or a machine that gave out. */
  UNEXPECTED("IF-RUN-01"),
  /** The same task lost its executor again and again. */
  EXECUTORS_LOST("IF-RUN-02"),
  /** The run that is to be written is complete. */
  RUN_COMPLETE("IF-RUN-03"),
  /** The unfinished run was begun with other options. */
  RUN_WITH_OTHER_OPTIONS("IF-RUN-04"),
  /** The unfinished run was begun with other weights. */
  RUN_WITH_OTHER_WEIGHTS("IF-RUN-05"),
  /** The run was removed or taken by another process while this one worked. */
  RUN_TAKEN("IF-RUN-06"),
  /** Another process began the run at the same moment. */
  RUN_BEGUN_BY_ANOTHER("IF-RUN-07"),
  /** Another process of this machine works on the run. */
  RUN_AT_WORK("IF-RUN-08"),
  /** There are not as many features as this process wrote. */
  RUN_DISTURBED("IF-RUN-09"),
  /** The run that a command needs is not there or not complete. */
  NO_COMPLETE_RUN("IF-RUN-10"),
  /** The run's files are not what its manifest claims. */
  RUN_NOT_AS_CLAIMED("IF-RUN-11"),
  /** A file that the run needs of its own folder is damaged. */
  RUN_FILE_DAMAGED("IF-RUN-12"),
  /** The output whose runs are asked for does not exist. */
  NO_OUTPUT("IF-RUN-13"),
  /** An incremental run cannot reuse the features of the run before. */
  RUN_NOT_REUSABLE("IF-RUN-14"),
  /** A run that is to be removed and is not there. */
  NO_SUCH_RUN("IF-RUN-15"),
  /** A run that is to be removed and that another machine may be writing. */
  RUN_AT_WORK_ELSEWHERE("IF-RUN-16"),
  /** The run or model whose fit is to be used has none that can be. */
  FIT_UNUSABLE("IF-RUN-17"),
  /** The labels file has changed since the unfinished run was begun. */
  RUN_WITH_OTHER_LABELS("IF-RUN-18"),
  /** The output's address holds a password. */
  OUTPUT_WITH_PASSWORD("IF-OUT-01"),
  /** The output's file system cannot be reached. */
  OUTPUT_UNREACHABLE("IF-OUT-02"),
  /** The output's file system refuses a file. */
  OUTPUT_REFUSED("IF-OUT-03"),
  /** The disk of the output or of temporary files takes no more. */
  OUTPUT_DISK("IF-OUT-04"),
  /** The output lies inside the images' folder. */
  OUTPUT_WITHIN_IMAGES("IF-OUT-05"),
  /** The folder for new images has no name. */
  TARGET_UNNAMED("IF-OUT-06"),
  /** The folder for new images is not on this machine. */
  TARGET_ON_A_STORE("IF-OUT-07"),
  /** The folder for new images is not a path of this machine. */
  TARGET_MALFORMED("IF-OUT-08"),
  /** Something other than a folder is where new images should go. */
  TARGET_NOT_A_FOLDER("IF-OUT-09"),
  /** The folder for new images has files in it. */
  TARGET_NOT_EMPTY("IF-OUT-10"),
  /** A new image would lie outside its folder. */
  IMAGE_OUTSIDE_TARGET("IF-OUT-11"),
  /** A new image cannot be written. */
  TARGET_REFUSED("IF-OUT-12"),
  /** New images that failed cannot be deleted. */
  TARGET_LEFT("IF-OUT-13"),
  /** Something is where an export should go. */
  EXPORT_TARGET_TAKEN("IF-OUT-14"),
  /** A store does not answer, after its client has tried often enough. */
  STORE_FAILED("IF-S3-01"),
  /** A store does not accept the credentials, or no longer. */
  CREDENTIALS_REFUSED("IF-S3-02"),
  /** Nothing that a store's client asks has credentials. */
  NO_CREDENTIALS("IF-S3-03"),
  /** The images' folder does not exist. */
  NO_IMAGES_FOLDER("IF-IN-01"),
  /** The images' location is empty. */
  IMAGES_UNNAMED("IF-IN-02"),
  /** The images' location is not an address. */
  IMAGES_MALFORMED("IF-IN-03"),
  /** The address of the images or of their labels holds a password. */
  IMAGES_WITH_PASSWORD("IF-IN-04"),
  /** The images' file system cannot be used. */
  IMAGES_FILE_SYSTEM("IF-IN-05"),
  /** A folder of images may not be read. */
  LISTING_DENIED("IF-IN-06"),
  /** A folder of images cannot be listed. */
  LISTING_FAILED("IF-IN-07"),
  /** There is no image in the folder. */
  NO_IMAGES("IF-IN-08"),
  /** The tar of images is compressed. */
  TAR_COMPRESSED("IF-IN-09"),
  /** A tar of images cannot be read. */
  TAR_UNREADABLE("IF-IN-10"),
  /** A file's name cannot be read in this machine's character set. */
  NAME_UNREADABLE("IF-IN-11"),
  /** The store listed a file that is not in the folder. */
  FILE_FROM_ELSEWHERE("IF-IN-12"),
  /** The class of an image cannot be a folder's name. */
  CLASS_NOT_A_NAME("IF-IN-13"),
  /** An image that is to be copied cannot be read. */
  SAMPLE_UNREADABLE("IF-IN-14"),
  /** An archive that is not a tar, or a compressed file, is in the images' place. */
  IMAGES_IN_AN_ARCHIVE("IF-IN-15"),
  /** The images' location is on the web. */
  IMAGES_ON_THE_WEB("IF-IN-16"),
  /** The labels file cannot be read. */
  LABELS_UNREADABLE("IF-IN-17"),
  /**
   * The labels file has no column of paths or of labels, or one that is neither text nor number.
   */
  LABELS_COLUMNS("IF-IN-18"),
  /** The labels file says two things of one image. */
  LABELS_CONTRADICTORY("IF-IN-19"),
  /** The labels file names an image by a name that several have. */
  LABELS_AMBIGUOUS("IF-IN-20"),
  /** The labels file names none of the images. */
  LABELS_OF_NO_IMAGE("IF-IN-21"),
  /** Fewer than two images have no components. */
  TOO_FEW_IMAGES("IF-RED-01"),
  /** More components are asked for than the images have. */
  TOO_MANY_COMPONENTS("IF-RED-02"),
  /** All images have the same features. */
  EQUAL_FEATURES("IF-RED-03"),
  /** There are not two labels to choose the number of components by. */
  LABELS_FOR_COMPONENTS("IF-RED-04"),
  /** More images were rejected than allowed. */
  TOO_MANY_REJECTED("IF-REJ-01"),
  /** The weights' address holds a password. */
  WEIGHTS_WITH_PASSWORD("IF-NET-01"),
  /** The weights cannot be downloaded. */
  DOWNLOAD_FAILED("IF-NET-02"),
  /** The downloaded weights are not the published ones. */
  DOWNLOAD_DIFFERS("IF-NET-03"),
  /** The downloaded weights cannot be written. */
  DOWNLOAD_NOT_KEPT("IF-NET-04"),
  /** The weights file does not have the SHA-256 that it should have. */
  WEIGHTS_DIFFER("IF-NET-05"),
  /** The weights file is not HDF5. */
  WEIGHTS_NOT_HDF5("IF-NET-06"),
  /** The weights file is another network's. */
  WEIGHTS_OF_ANOTHER_NETWORK("IF-NET-07"),
  /** The weights file is too large to be the network's. */
  WEIGHTS_TOO_LARGE("IF-NET-08"),
  /** The weights file does not exist. */
  NO_WEIGHTS_FILE("IF-NET-09"),
  /** The weights file cannot be read. */
  WEIGHTS_UNREADABLE("IF-NET-10"),
  /** The weights give features that are not finite numbers. */
  FEATURES_NOT_FINITE("IF-NET-11"),
  /** The fit that is to be used is of features of other weights or of another network. */
  FIT_WITH_OTHER_WEIGHTS("IF-NET-12"),
  /** ONNX Runtime cannot open the network. */
  NETWORK_UNREADABLE("IF-NET-13"),
  /** The network's inputs or outputs are not those of a network of images. */
  NETWORK_SIGNATURE("IF-NET-14"),
  /** Nothing says how images become the network's input. */
  PREPROCESSING_UNKNOWN("IF-NET-15"),
  /** The preprocessing is not one that is done here, or does not fit the network. */
  PREPROCESSING_REFUSED("IF-NET-16"),
  /** The network gives numbers that are no features. */
  NETWORK_NOT_FINITE("IF-NET-17"),
  /** The network cannot be run on an image. */
  NETWORK_FAILED("IF-NET-18"),
  /** The engine that was asked for has no form of the network. */
  NETWORK_ENGINE("IF-NET-19"),
  /** ONNX Runtime's native library cannot be loaded. */
  ENGINE_UNAVAILABLE("IF-NET-20"),
  /** Something other than tars of a pack is where they should go. */
  PACK_TARGET_TAKEN("IF-PCK-01"),
  /** The tars in the folder were begun, or made, with other options. */
  PACK_WITH_OTHER_OPTIONS("IF-PCK-02"),
  /** The tars in the folder are complete and of other images. */
  PACK_WITH_OTHER_IMAGES("IF-PCK-03"),
  /** There is a tar among the images that are to be packed. */
  PACK_OF_TARS("IF-PCK-04"),
  /** Images that are to be packed cannot be read. */
  PACK_SOURCE_UNREADABLE("IF-PCK-05"),
  /** Images changed while they were packed. */
  PACK_SOURCE_CHANGED("IF-PCK-06"),
  /** The tars are not what was written. */
  PACK_NOT_AS_WRITTEN("IF-PCK-07"),
  /** The tars that a run should read are not all there. */
  PACK_UNFINISHED("IF-PCK-08"),
  /** --tar-size is not a size, or out of range. */
  TAR_SIZE("IF-PCK-09"),
  /** A check of a probe failed. */
  PROBE_FAILED("IF-PRB-01"),
  /** An environment variable stands for no option. */
  UNKNOWN_VARIABLE("IF-SET-01"),
  /** The settings file does not exist. */
  NO_SETTINGS_FILE("IF-SET-02"),
  /** The settings file cannot be read. */
  SETTINGS_UNREADABLE("IF-SET-03"),
  /** The settings file is not UTF-8. */
  SETTINGS_NOT_UTF8("IF-SET-04"),
  /** The settings file has a backslash that begins no character. */
  SETTINGS_BACKSLASH("IF-SET-05"),
  /** A line of the settings file is for no option. */
  UNKNOWN_SETTING("IF-SET-06"),
  /** The settings file has an option twice. */
  REPEATED_SETTING("IF-SET-07"),
  /** There is no such command or option. */
  UNKNOWN_ARGUMENT("IF-ARG-01"),
  /** A command, a required option or an option's value is missing. */
  MISSING_ARGUMENT("IF-ARG-02"),
  /** An option's value is not of its kind. */
  MALFORMED_VALUE("IF-ARG-03"),
  /** A run cannot have this name. */
  RUN_ID_MALFORMED("IF-ARG-04"),
  /** --glob or --limit is not as it may be. */
  IMAGES_OPTIONS("IF-ARG-05"),
  /** --max-bytes or --max-pixels is out of range. */
  IMAGE_LIMITS("IF-ARG-06"),
  /** --model-sha256 is given without --model. */
  SHA256_WITHOUT_MODEL("IF-ARG-07"),
  /** --variance and --components are both given. */
  VARIANCE_AND_COMPONENTS("IF-ARG-08"),
  /** --variance or --components is out of range. */
  COMPONENTS_OUT_OF_RANGE("IF-ARG-09"),
  /** --partitions or --batch-size is out of range. */
  WORK_OUT_OF_RANGE("IF-ARG-10"),
  /** --shard-size is out of range. */
  SHARD_SIZE("IF-ARG-11"),
  /** --max-rejected-fraction is out of range. */
  MAX_REJECTED_FRACTION("IF-ARG-12"),
  /** --thumbnails is out of range. */
  THUMBNAILS("IF-ARG-13"),
  /** --cluster is not a type and a number of machines. */
  CLUSTER_MALFORMED("IF-ARG-14"),
  /** --cluster is given without --dry-run. */
  CLUSTER_WITHOUT_DRY_RUN("IF-ARG-15"),
  /** Runs are to be compared by name, and --output is not given. */
  OUTPUT_MISSING("IF-ARG-16"),
  /** --classes or --per-class is out of range. */
  SET_SIZE("IF-ARG-17"),
  /** --features-only is given beside an option about components. */
  FEATURES_ONLY("IF-ARG-18"),
  /** --fit-from is given beside an option of another fit. */
  FIT_FROM("IF-ARG-19"),
  /** --model-sha256 is not the form of a SHA-256. */
  SHA256_MALFORMED("IF-ARG-20"),
  /** --images-per-core or --node-price is out of range. */
  PROBE_OUT_OF_RANGE("IF-ARG-21"),
  /** --neighbours is out of range. */
  NEIGHBOURS("IF-ARG-22"),
  /** --labels is not a file of a format that is read. */
  LABELS_FORMAT("IF-ARG-23"),
  /** What is required of a run cannot be read. */
  REQUIREMENT_MALFORMED("IF-ARG-24"),
  /** What is required of a run cannot be known of it. */
  REQUIREMENT_IMPOSSIBLE("IF-ARG-25"),
  /** --network is no network, or an option for one from an ONNX file is given without it. */
  NETWORK_OPTIONS("IF-ARG-26"),
  /** A run is complete and not as required. */
  REQUIREMENT_UNMET("IF-REQ-01");

  private final String id;

  FailureId(String id) {
    this.id = id;
  }

  /**
   * A sentence with the id, in the form in which failures are printed.
   *
   * @param sentence what went wrong and what to do
   * @return such as {@code There is no ... [IF-IN-01]}
   */
  public String after(String sentence) {
    return sentence + " [" + id + "]";
  }

  /** {@return the id, such as {@code IF-RUN-07}} */
  @Override
  public String toString() {
    return id;
  }
}
