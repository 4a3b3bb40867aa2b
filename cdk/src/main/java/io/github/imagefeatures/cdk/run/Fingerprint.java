package io.github.imagefeatures.cdk.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.imagefeatures.cdk.OrderedMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.jsii.JsiiSerializable;

/**
 * A short name for everything that makes a run. The same run has the same one, on any machine and
 * at any time; whatever differs in it makes a new cluster.
 */
final class Fingerprint {
  /** Letters and digits, so that it may stand in a logical id. */
  private static final int LENGTH = 10;

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private Fingerprint() {}

  /**
   * @param stack resolves tokens to what they stand for, since their numbers mean nothing
   * @param properties the properties of the cluster
   * @param beside what is not a property of it
   */
  static String of(Stack stack, JsiiSerializable properties, Map<String, ?> beside) {
    Object cluster = JSON.convertValue(properties.$jsii$toJson(), Map.class);
    Object resolved = stack.resolve(OrderedMap.of("cluster", cluster, "beside", beside));
    try {
      byte[] canonical = JSON.writeValueAsString(resolved).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
