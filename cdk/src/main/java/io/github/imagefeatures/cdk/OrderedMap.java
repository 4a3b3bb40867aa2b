package io.github.imagefeatures.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Maps whose order is that of the source. The order of {@code Map.of} is another in every JVM, and
 * a template that is written in another order looks like a change.
 */
public final class OrderedMap {
  private OrderedMap() {}

  /**
   * One entry.
   *
   * @param key its name
   * @param value its value
   * @return the map, in this order
   */
  public static Map<String, Object> of(String key, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  /**
   * Two entries.
   *
   * @param key1 the first name
   * @param value1 its value
   * @param key2 the second name
   * @param value2 its value
   * @return the map, in this order
   */
  public static Map<String, Object> of(String key1, Object value1, String key2, Object value2) {
    Map<String, Object> map = of(key1, value1);
    map.put(key2, value2);
    return map;
  }

  /**
   * Three entries.
   *
   * @param key1 the first name
   * @param value1 its value
   * @param key2 the second name
   * @param value2 its value
   * @param key3 the third name
   * @param value3 its value
   * @return the map, in this order
   */
  public static Map<String, Object> of(
      String key1, Object value1, String key2, Object value2, String key3, Object value3) {
    Map<String, Object> map = of(key1, value1, key2, value2);
    map.put(key3, value3);
    return map;
  }
}
