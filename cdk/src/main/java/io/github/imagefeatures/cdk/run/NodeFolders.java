package io.github.imagefeatures.cdk.run;

/** Where things are on every node; the bootstrap scripts are told. */
final class NodeFolders {
  /** JavaCPP's unpacked natives, once per node. */
  static final String NATIVES = "/mnt/image-features/javacpp";

  /** Images that came as an archive. */
  static final String IMAGES = "/mnt/image-features/images";

  private NodeFolders() {}
}
