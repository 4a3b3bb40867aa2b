package io.github.imagefeatures.bench;

import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.Network;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.PublishedWeights;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import io.github.imagefeatures.network.weights.Networks;
import java.net.URI;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Stands in for a network that takes 7 ms an image: draws features, seeded by the image's pixels,
 * that look like the default network's. They are as many, none is negative and a quarter is 0, and
 * most of what they vary by lies in some hundred directions: the class's, the image's own, and
 * noise.
 */
final class StubNetwork implements PublishedNetwork {
  static final PublishedNetwork NETWORK = new StubNetwork();

  private static final int FEATURES = Networks.DEFAULT.features();
  private static final Channels NONE = new Channels(0, 0, 0);

  private StubNetwork() {}

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public String title() {
    return "the stub of a network";
  }

  /** The pixels of {@link NamesFileSystem} as they are. */
  @Override
  public InputSpec input() {
    return new InputSpec(NamesFileSystem.SIDE, new Normalisation(1, NONE, new Channels(1, 1, 1)));
  }

  @Override
  public int features() {
    return FEATURES;
  }

  @Override
  public double featureError() {
    return Networks.DEFAULT.featureError();
  }

  @Override
  public PublishedWeights published() {
    KnownFile none = new KnownFile("stub.none", "0".repeat(64), "nowhere to be had");
    return new PublishedWeights(URI.create("http://127.0.0.1:1/"), List.of(none), 1);
  }

  @Override
  public Engine engine() {
    return Engine.ONNXRUNTIME;
  }

  @Override
  public LoadedNetwork read(byte[] content, String id) {
    throw new UnsupportedOperationException("A stub has no weights.");
  }

  @Override
  public LoadedNetwork untrained(long seed) {
    return new Drawn(seed);
  }

  private record Drawn(long seed) implements LoadedNetwork {
    @Override
    public Network network() {
      return NETWORK;
    }

    @Override
    public String id() {
      return "stub-" + seed;
    }

    @Override
    public Engine engine() {
      return NETWORK.engine();
    }

    @Override
    public FeatureExtractor open() {
      return new Drawing(directions(seed));
    }

    /** The first ones weigh more, so that variance falls off as the default network's does. */
    private static float[][] directions(long seed) {
      Random random = new Random(seed);
      float[][] directions = new float[Drawing.DIRECTIONS][FEATURES];
      for (int i = 0; i < directions.length; i++) {
        for (int j = 0; j < FEATURES; j++) {
          directions[i][j] = (float) (random.nextGaussian() / Math.sqrt(1 + i));
        }
      }
      return directions;
    }
  }

  private record Drawing(float[][] directions) implements FeatureExtractor {
    private static final int DIRECTIONS = 200;
    private static final float NOISE = 1f;
    private static final float THRESHOLD = -1.5f;

    @Override
    public Batch newBatch(int capacity) {
      return new Pixels(directions, new float[capacity][NETWORK.input().numbers()]);
    }

    @Override
    public void close() {}
  }

  private record Pixels(float[][] directions, float[][] images) implements FeatureExtractor.Batch {
    @Override
    public int capacity() {
      return images.length;
    }

    @Override
    public FloatBuffer image(int index) {
      return FloatBuffer.wrap(images[index]);
    }

    @Override
    public float[][] features(int count) {
      float[][] features = new float[count][];
      for (int i = 0; i < count; i++) {
        features[i] = drawn(images[i]);
      }
      return features;
    }

    private float[] drawn(float[] pixels) {
      // All pixels tell the image apart, the first one its class.
      SplittableRandom own = new SplittableRandom(Arrays.hashCode(pixels));
      SplittableRandom ofClass = new SplittableRandom((long) (pixels[0] + 256 * pixels[1]));
      float[] features = new float[FEATURES];
      for (float[] direction : directions) {
        float length = (float) (own.nextGaussian() + ofClass.nextGaussian());
        for (int j = 0; j < FEATURES; j++) {
          features[j] += length * direction[j];
        }
      }
      for (int j = 0; j < FEATURES; j++) {
        float noisy = features[j] + Drawing.NOISE * (float) own.nextGaussian();
        features[j] = Math.max(0, noisy - Drawing.THRESHOLD);
      }
      return features;
    }

    @Override
    public void close() {}
  }
}
