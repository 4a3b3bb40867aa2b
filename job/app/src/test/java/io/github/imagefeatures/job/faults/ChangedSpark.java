package io.github.imagefeatures.job.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * A Spark that works and lacks what the job uses of its internals, Parquet's and Hadoop's: methods
 * bear other names, for themselves too, and constructors that they do not call are gone.
 */
final class ChangedSpark {
  private static final String OTHER = "OfAnotherBuild";

  /** Methods by the packages of the classes that have them. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "internalCreateDataFrame", "org/apache/spark/sql/",
          "executedPlan", "org/apache/spark/sql/",
          "executeColumnar", "org/apache/spark/sql/",
          "newConfiguration", "org/apache/spark/deploy/SparkHadoopUtil",
          "getS3AInternals", "org/apache/hadoop/fs/s3a/S3AFileSystem");

  private static final String CHANGED =
      "(spark-(core|sql|mllib|catalyst|streaming)_|hadoop-aws-).*";

  /** Classes of Parquet by what they lose. */
  private static final Map<String, Set<String>> REMOVED =
      Map.of(
          "org/apache/parquet/hadoop/ParquetFileWriter",
          Set.of(
              "(Lorg/apache/parquet/io/OutputFile;Lorg/apache/parquet/schema/MessageType;"
                  + "Lorg/apache/parquet/hadoop/ParquetFileWriter$Mode;JIIIZ)V"),
          "org/apache/parquet/hadoop/ColumnChunkPageWriteStore",
          Set.of(
              "(Lorg/apache/parquet/compression/CompressionCodecFactory$BytesInputCompressor;"
                  + "Lorg/apache/parquet/schema/MessageType;"
                  + "Lorg/apache/parquet/bytes/ByteBufferAllocator;IZ)V"));

  private ChangedSpark() {}

  /** Lays out such a Spark, from links to another one's JARs and changed copies of a few. */
  static void layOut(Path spark, Path target) throws IOException {
    Path jars = Files.createDirectories(target.resolve("jars"));
    for (Path jar : jarsOf(spark)) {
      Path to = jars.resolve(jar.getFileName());
      if (jar.getFileName().toString().matches(CHANGED)) {
        change(jar, to, Map.of());
      } else if (jar.getFileName().toString().startsWith("parquet-hadoop-")) {
        withoutPages(jar, to);
      } else {
        Files.createSymbolicLink(to, jar);
      }
    }
  }

  /** Writes a copy of Parquet's JAR from which the constructors of its page writer are gone. */
  static void withoutPages(Path jar, Path to) throws IOException {
    change(jar, to, REMOVED);
  }

  /** The JAR of Parquet's writer in a Spark. */
  static Path parquetOf(Path spark) throws IOException {
    return jarsOf(spark).stream()
        .filter(jar -> jar.getFileName().toString().startsWith("parquet-hadoop-"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> jarsOf(Path spark) throws IOException {
    try (Stream<Path> jars = Files.list(spark.resolve("jars"))) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).toList();
    }
  }

  private static void change(Path jar, Path to, Map<String, Set<String>> removed)
      throws IOException {
    try (JarFile from = new JarFile(jar.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(to))) {
      out.setLevel(1);
      for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = from.getInputStream(entry)) {
          byte[] content = in.readAllBytes();
          boolean isClass = entry.getName().endsWith(".class");
          out.write(isClass ? changed(content, removed) : content);
        }
        out.closeEntry();
      }
    }
  }

  private static byte[] changed(byte[] original, Map<String, Set<String>> removed) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(0);
    Set<String> gone = removed.getOrDefault(reader.getClassName(), Set.of());
    reader.accept(new Without(gone, new ClassRemapper(writer, new Renaming())), 0);
    return writer.toByteArray();
  }

  private static final class Renaming extends Remapper {
    @Override
    public String mapMethodName(String owner, String name, String descriptor) {
      String owners = RENAMED.get(name);
      return owners != null && owner.startsWith(owners) ? name + OTHER : name;
    }
  }

  private static final class Without extends ClassVisitor {
    private final Set<String> constructors;

    Without(Set<String> constructors, ClassVisitor next) {
      super(Opcodes.ASM9, next);
      this.constructors = constructors;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return name.equals("<init>") && constructors.contains(descriptor)
          ? null
          : super.visitMethod(access, name, descriptor, signature, exceptions);
    }
  }
}
