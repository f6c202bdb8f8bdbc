// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;

/**
 * The summation of products in a tensor core, {@code IN*F:K} or {@code IN*F:K:N}. Products of
 * operands of format IN are exact. K products and the partial sum are aligned to their largest
 * exponent e; each is truncated to a multiple of 2^(e-F), F fraction bits; they are added exactly,
 * and the sum is truncated to binary32. With N, after every N products the partial sum is added to
 * a second sum in binary32, to nearest, and restarts at zero (promotion).
 *
 * <p>The exponent of a product x y is floor(log2 |x y|). Hardware may take the sum of the operands'
 * exponents instead, which keeps one more bit of some products (Fasi, Higham, Mikaitis, Pranesh,
 * "Numerical behavior of NVIDIA tensor cores", PeerJ CS 2021). F = 13 for fp8 on Hopper and the
 * promotion are from "DeepSeek-V3 Technical Report", 2024, section 3.3.2.
 *
 * @param operands IN
 * @param fractionBits F
 * @param products K
 * @param promoted N, or 0 if sums are not promoted
 */
public record AlignedSum(BinaryFormat operands, int fractionBits, int products, int promoted) {
  /** Maximum F: (K + 1) 2^(F+1), for K at most {@value #MAX_PRODUCTS}, stays far below 2^63. */
  private static final int MAX_BITS = 40;

  private static final int MAX_PRODUCTS = 256; // the largest K of the protocol

  /** Truncation to the 24 bits of binary32 has a relative error below 2^-23. */
  public static final int CUT_BITS = 23;

  private static final Set<String> DECLARED = Set.of("binary16", "bfloat16", "tf32");

  private static final Pattern NAME =
      Pattern.compile("([a-z0-9-]+)\\*(\\d{1,3}):(\\d{1,4})(?::(\\d{1,6}))?");

  private static final BinaryFormat BINARY32 = BinaryFormat.named("binary32");

  /** The bits of a double beyond binary32. */
  private static final long BELOW_BINARY32 = (1L << 29) - 1;

  /** Checks the numbers. */
  public AlignedSum {
    Require.that(
        fractionBits >= 1 && fractionBits <= MAX_BITS, "F", "be in 1.." + MAX_BITS, fractionBits);
    Require.that(
        products >= 1 && products <= MAX_PRODUCTS, "K", "be in 1.." + MAX_PRODUCTS, products);
    Require.that(promoted >= 0 && promoted % products == 0, "N", "be a multiple of K", promoted);
  }

  /**
   * The sum with this name, or empty if the name has another form.
   *
   * @throws IllegalArgumentException if IN is not a format, or if F, K or N is out of range
   */
  public static Optional<AlignedSum> named(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new AlignedSum(
            BinaryFormat.named(String.valueOf(parts.group(1))),
            number(parts.group(2)),
            number(parts.group(3)),
            number(parts.group(4))));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /**
   * The sum with this name, or empty unless a candidate may declare it: of binary16, bfloat16 or
   * tf32, F in 10..40, K in 4..256, not promoted.
   *
   * @throws IllegalArgumentException if F or K is beyond its limits
   */
  public static Optional<AlignedSum> declared(String name) {
    Optional<AlignedSum> sum =
        named(name).filter(one -> DECLARED.contains(one.operands.name()) && one.promoted == 0);
    sum.ifPresent(
        one -> {
          int f = one.fractionBits;
          int k = one.products;
          Require.that(f >= 10 && f <= MAX_BITS, "F of " + name, "be in 10..40", f);
          Require.that(k >= 4 && k <= MAX_PRODUCTS, "K of " + name, "be in 4..256", k);
        });
    return sum;
  }

  /**
   * The sum of x_j y_j for j = 0 .. terms - 1, with x_j at {@code x[xFrom + j xStride]} and y_j
   * likewise, in ascending j; all x_j and y_j are values of IN.
   */
  public double of(
      double[] x, int xFrom, int xStride, double[] y, int yFrom, int yStride, int terms) {
    double total = 0;
    double sum = 0;
    for (int from = 0; from < terms; from += products) {
      int count = Math.min(products, terms - from);
      int x0 = xFrom + from * xStride;
      int y0 = yFrom + from * yStride;
      double largest = Math.abs(sum);
      for (int j = 0; j < count; j++) {
        largest = Math.max(largest, Math.abs(x[x0 + j * xStride] * y[y0 + j * yStride]));
      }
      if (!Double.isFinite(largest)) {
        return Double.NaN;
      }
      if (largest == 0) {
        continue;
      }
      int last = Math.getExponent(largest) - fractionBits;
      double places = powerOfTwo(-last);
      long whole = (long) (sum * places); // a cast truncates
      for (int j = 0; j < count; j++) {
        whole += (long) (x[x0 + j * xStride] * y[y0 + j * yStride] * places);
      }
      sum = toBinary32(whole * powerOfTwo(last));
      if (promoted > 0 && (from + products) % promoted == 0) {
        total = (float) (total + sum);
        sum = 0;
      }
    }
    return promoted > 0 ? (float) (total + sum) : sum;
  }

  /** 2^k for an exponent k of products of operands, some hundreds at most. */
  private static double powerOfTwo(int k) {
    return Double.longBitsToDouble((long) (k + Double.MAX_EXPONENT) << 52);
  }

  /** Truncates to binary32; the sum is exact in a double, since whole has at most 50 bits. */
  private static double toBinary32(double sum) {
    double size = Math.abs(sum);
    if (size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE) {
      return Double.longBitsToDouble(Double.doubleToRawLongBits(sum) & ~BELOW_BINARY32);
    }
    return BINARY32.round(sum, Rounding.Directed.ZERO, 0);
  }
}
