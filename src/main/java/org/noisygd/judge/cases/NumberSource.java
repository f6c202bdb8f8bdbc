// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.function.Supplier;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.Philox4x64;

/**
 * Random dyadic inputs, each exactly a double and exactly a value of the candidate's arithmetic.
 * The same seed and case name give the same numbers.
 */
public final class NumberSource {
  private static final int DOUBLE_BITS = 53;

  /** Second key word, "cases" in ASCII: separates these words from every noise stream. */
  private static final long KEY = 0x63_61_73_65_73L;

  private final int bits;
  private final long seed;
  private final long stream;
  private final long[] block = new long[Philox4x64.WORDS];
  private long counter;

  /** A source for an arithmetic, keyed by the seed and the case's name. */
  public NumberSource(Arithmetic<?> arithmetic, long seed, String name) {
    this.bits = inputBits(arithmetic);
    this.seed = seed;
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    this.stream = hash;
  }

  /**
   * The bits that an input's significand may have. In decimals, k 2^-n with k below 2^s has at most
   * 0.31 s + 0.70 n + 1 digits: s = 0.9 P - 8 allows scalings down to 2^-10.
   */
  private static int inputBits(Arithmetic<?> arithmetic) {
    if (arithmetic instanceof DecimalArithmetic decimal) {
      return Math.min(DOUBLE_BITS, Math.max(2, decimal.digits() * 9 / 10 - 8));
    }
    // The unit roundoff of a binary arithmetic is 2^-P.
    return Math.min(DOUBLE_BITS, Rationals.denominator(arithmetic.unitRoundoff()).bitLength() - 1);
  }

  int bits() {
    return bits;
  }

  /** Returns true if every double may be an input. */
  boolean isOfDoubles() {
    return bits == DOUBLE_BITS;
  }

  /** A uniform word. */
  public long word() {
    long n = counter++;
    if ((n & 3) == 0) {
      Philox4x64.block(seed, KEY, n >>> 2, stream, 0, 0, block);
    }
    return block[(int) (n & 3)];
  }

  /** A uniform double in [0, 1). */
  public double uniform() {
    return (word() >>> 11) * 0x1p-53;
  }

  /** A uniform integer in [0, bound). */
  public int integer(int bound) {
    return (int) Long.remainderUnsigned(word(), bound);
  }

  /** An integer in -bound..bound. */
  int signed(int bound) {
    return integer(2 * bound + 1) - bound;
  }

  /** A number of either sign, of magnitude in [1/4, 2), with as many bits as inputs may have. */
  public Dyadic ordinary() {
    long w = word();
    int significand = Math.min(bits, 50);
    long grid = 1L << significand;
    long k = grid / 8 + Long.remainderUnsigned(w >>> 2, grid - grid / 8);
    return Dyadic.of((w & 1) == 0 ? k : -k, 1 - significand);
  }

  /** The magnitude of an {@link #ordinary} number times 2^exponent. */
  public Dyadic positive(int exponent) {
    Dyadic d = ordinary().scaleByPowerOfTwo(exponent);
    return d.signum() < 0 ? d.negate() : d;
  }

  /**
   * An odd integer of all the bits that an input may have, over the power of two next below, of
   * either sign: its magnitude lies in [1, 2), and its last bit counts.
   */
  Dyadic full() {
    long top = 1L << (bits - 1);
    long k = top | (word() & (top - 1)) | 1;
    return Dyadic.of((word() & 1) == 0 ? k : -k, 1 - bits);
  }

  /**
   * A number slightly closer to zero than another, and of no more bits: by 2^exponent times its
   * leading bit, or by its last bit but one if that is more.
   */
  Dyadic nextBelow(Dyadic other, int exponent) {
    return other.signum() == 0
        ? other
        : other.subtract(Dyadic.of(1, other.leadingExponent() + Math.max(exponent, 2 - bits)));
  }

  /** A matrix whose entries are drawn row by row. */
  static Matrix<Dyadic> matrix(int rows, int columns, Supplier<Dyadic> entry) {
    return Matrix.of(DyadicArithmetic.INSTANCE, rows, columns, (i, j) -> entry.get());
  }

  /** Factors whose entries are drawn row by row, X first. */
  static Factors<Dyadic> factors(ProblemShape s, Supplier<Dyadic> entry) {
    return new Factors<>(matrix(s.d1(), s.r(), entry), matrix(s.d2(), s.r(), entry));
  }

  /** A matrix of {@link #ordinary} numbers times 2^exponent. */
  public Matrix<Dyadic> matrix(int rows, int columns, int exponent) {
    return matrix(rows, columns, () -> ordinary().scaleByPowerOfTwo(exponent));
  }

  /** Factors of {@link #ordinary} numbers times 2^exponent. */
  public Factors<Dyadic> factors(ProblemShape s, int exponent) {
    return factors(s, () -> ordinary().scaleByPowerOfTwo(exponent));
  }

  /** Random multiples k 2^-scale with |k| up to the bound. */
  Supplier<Dyadic> grid(int bound, int scale) {
    return () -> Dyadic.of(signed(bound), -scale);
  }

  /** Zero, in about two of three draws, or +-1. */
  Dyadic sparse() {
    return integer(3) > 0 ? Dyadic.ZERO : Dyadic.of(2L * integer(2) - 1, 0);
  }

  /** Numbers +-2^exponent. */
  Supplier<Dyadic> signs(int exponent) {
    return () -> Dyadic.of(1 - 2 * integer(2), exponent);
  }
}
