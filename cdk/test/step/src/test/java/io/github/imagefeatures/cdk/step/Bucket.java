package io.github.imagefeatures.cdk.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The object store, read with S3A as the job does. */
final class Bucket {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration site = new Configuration();

  Bucket(ClusterSettings settings) {
    settings.of("core-site").forEach(site::set);
  }

  boolean has(String address) throws IOException {
    Path path = new Path(address);
    return path.getFileSystem(site).exists(path);
  }

  JsonNode json(String address) throws IOException {
    try (InputStream in = open(address)) {
      return JSON.readTree(in);
    }
  }

  String sha256(String address) throws IOException, NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (InputStream in = new DigestInputStream(open(address), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  String contentType(String address) throws IOException {
    Path path = new Path(address);
    return new String(
        path.getFileSystem(site).getXAttr(path, "header.Content-Type"), StandardCharsets.UTF_8);
  }

  private InputStream open(String address) throws IOException {
    Path path = new Path(address);
    return path.getFileSystem(site).open(path);
  }
}
