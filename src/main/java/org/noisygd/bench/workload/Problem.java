// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.random.PhiloxStream;

/**
 * A problem for all implementations: perturbed updates of factors of M, d1 x d2, with given noise,
 * in one arithmetic.
 *
 * <p>Every number of it (M, the start X and Y, {@link #slots} pairs of perturbations, eta) is an
 * integer over 2^{@link #bits}, so all implementations start from the same values. The numbers fill
 * the significand, since trailing zeros would save some implementations work. M, X and Y are
 * uniform in [-1/2, 1/2), perturbations in [-1/8, 1/8), words of one Philox stream. Replicate b
 * uses the pair (t + b) mod {@link #slots} at step t. In double-double the noise is one double. eta
 * = 0.3 / max(d1, d2), below 2 over the largest curvature at the start, so iterates stay bounded.
 * Dimensionless.
 *
 * @param arithmetic the name of the arithmetic
 * @param d1 rows of M
 * @param d2 columns of M
 * @param r rank of the factors
 */
public record Problem(String arithmetic, int d1, int d2, int r) {
  private static final long SEED = 20210221;

  /** Number of words reserved per number; 64 words hold more bits than 1000 digits. */
  private static final int WORDS_EACH = 64;

  /** Number of bits cut off noise in double-double, so that 50 remain. */
  private static final int DOUBLE_BITS = 52;

  private static final double BITS_PER_DIGIT = StrictMath.log(10) / StrictMath.log(2); // log2(10)

  /** Checks the shape. */
  public Problem {
    Require.positive("d1", d1);
    Require.positive("d2", d2);
    Require.positive("r", r);
  }

  /** A matrix of the problem. */
  public enum Part {
    /** The target, d1 x d2. */
    M(0, 0),
    /** The first factor at the start, d1 x r. */
    X(1, 0),
    /** The second factor at the start, d2 x r. */
    Y(2, 0),
    /** A perturbation of X, d1 x r. */
    NOISE_X(3, 2),
    /** A perturbation of Y, d2 x r. */
    NOISE_Y(4, 2);

    private final int stream;
    private final int shift;

    Part(int stream, int shift) {
      this.stream = stream;
      this.shift = shift;
    }
  }

  /** A problem in binary64. */
  public static Problem binary64(int d1, int d2, int r) {
    return new Problem("binary64", d1, d2, r);
  }

  /** The identifier, such as {@code decimal:50 20x30 r1}. */
  public String id() {
    return Text.format("%s %dx%d r%d", arithmetic, d1, d2, r);
  }

  /** The perturbation of a replicate at a step, rounded to doubles. */
  public double[] noise(Part part, int replicate, int step) {
    return doubles(part, (step + replicate) % slots());
  }

  /** The decimal digits of the arithmetic, for charts; of binary64 16, of double-double 32. */
  public int digits() {
    return switch (arithmetic) {
      case "binary64" -> 16;
      case "double-double" -> 32;
      default -> Integer.parseInt(arithmetic.substring(arithmetic.indexOf(':') + 1));
    };
  }

  /** Returns true if the arithmetic is binary64. */
  public boolean isBinary64() {
    return arithmetic.equals("binary64");
  }

  /** The bits of each number. */
  public int bits() {
    return switch (arithmetic) {
      case "binary64" -> 52;
      case "double-double" -> 104;
      default -> (int) Math.floor(digits() * BITS_PER_DIGIT);
    };
  }

  /** A bound u on the relative error of one operation, as {@code Arithmetic.unitRoundoff}. */
  public double unitRoundoffLog10() {
    return switch (arithmetic) {
      case "binary64" -> -53 / BITS_PER_DIGIT;
      case "double-double" -> -102 / BITS_PER_DIGIT;
      default -> 1 - digits() - StrictMath.log10(2);
    };
  }

  /** The number of pairs of perturbations, used cyclically. */
  public int slots() {
    return isBinary64() ? 4 : 2;
  }

  /** The number of updates before a comparison: each slot is used, one of them twice. */
  public int checkedSteps() {
    return slots() + 1;
  }

  /** The number of entries of a part. */
  public int size(Part part) {
    return switch (part) {
      case M -> d1 * d2;
      case X, NOISE_X -> d1 * r;
      case Y, NOISE_Y -> d2 * r;
    };
  }

  /** The number of columns of a part, stored row by row. */
  public int columns(Part part) {
    return part == Part.M ? d2 : r;
  }

  /** eta times 2^bits, rounded to an integer. */
  public BigInteger etaNumerator() {
    BigInteger three = BigInteger.valueOf(3).shiftLeft(bits());
    return three.divide(BigInteger.valueOf(10L * Math.max(d1, d2)));
  }

  /** The numerators over 2^bits of a part; {@code slot} is 0 for M, X and Y. */
  public BigInteger[] numerators(Part part, int slot) {
    int width = bits() - part.shift;
    PhiloxStream words = words(slot, part);
    BigInteger half = BigInteger.ONE.shiftLeft(width - 1);
    BigInteger[] all = new BigInteger[size(part)];
    boolean oneDouble = arithmetic.equals("double-double") && part.shift > 0;
    byte[] bytes = new byte[(width + 7) / 8];
    long[] some = new long[(bytes.length + 7) / 8];
    for (int n = 0; n < all.length; n++) {
      words.fill(some, (long) n * WORDS_EACH);
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) (some[k / 8] >>> (8 * (k % 8)));
      }
      BigInteger uniform = new BigInteger(1, bytes).shiftRight(8 * bytes.length - width);
      BigInteger k = uniform.subtract(half);
      all[n] = oneDouble ? k.shiftRight(DOUBLE_BITS).shiftLeft(DOUBLE_BITS) : k;
    }
    return all;
  }

  private static PhiloxStream words(int slot, Part part) {
    return new PhiloxStream(SEED, 0, 0, 0, 0, 10L * slot + part.stream);
  }

  /** A part in binary64; exact for a problem in binary64, else rounded. */
  public double[] doubles(Part part, int slot) {
    if (isBinary64()) {
      return doubles(part, part.shift, words(slot, part));
    }
    return Arrays.stream(decimals(part, slot)).mapToDouble(BigDecimal::doubleValue).toArray();
  }

  /** The numerators of {@link #numerators} as doubles over 2^bits, each of one word. */
  private double[] doubles(Part part, int shift, PhiloxStream words) {
    int width = bits() - shift;
    double[] values = new double[size(part)];
    long[] word = new long[1];
    for (int n = 0; n < values.length; n++) {
      words.fill(word, (long) n * WORDS_EACH);
      long uniform = Long.reverseBytes(word[0]) >>> (64 - width); // bytes as there
      values[n] = Math.scalb((double) (uniform - (1L << (width - 1))), -bits());
    }
    return values;
  }

  /** The exact entries of a part. */
  public BigDecimal[] decimals(Part part, int slot) {
    BigInteger[] numerators = numerators(part, slot);
    BigInteger fives = BigInteger.valueOf(5).pow(bits());
    return Arrays.stream(numerators).map(k -> exact(k, fives)).toArray(BigDecimal[]::new);
  }

  /** The exact step size eta. */
  public BigDecimal eta() {
    return exact(etaNumerator(), BigInteger.valueOf(5).pow(bits()));
  }

  /** The number k / 2^bits, as k 5^bits / 10^bits. */
  private BigDecimal exact(BigInteger k, BigInteger fives) {
    return new BigDecimal(k.multiply(fives), bits());
  }
}
