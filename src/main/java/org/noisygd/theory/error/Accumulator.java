// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.AlignedSum;

/**
 * The summation of products in a tensor core, {@code IN*F:K} in the protocol: products of operands
 * of format IN are exact. K products and the partial sum are aligned to their largest exponent;
 * each is truncated to F fraction bits; they are added exactly, and the sum is truncated or rounded
 * to binary32. {@link AlignedSum} computes such sums.
 *
 * <p>With c = (K + 1) 2^-F, v = 2^-23 and 1 + q = (1 + c)(1 + v), the error of the sum of n
 * products is at most ((1 + q)^N - 1) S, with N = ceil(n / K) and S the sum of the products'
 * absolute values, in any order (claim {@code FP.accumulator}, {@code accumulated_error}).
 *
 * @param name the name in the protocol
 * @param operands IN
 * @param fractionBits F, 10..40
 * @param products K, 4..256
 */
public record Accumulator(String name, RoundingModel operands, int fractionBits, int products) {
  /** The unit v = 2^-23. */
  private static final BigDecimal CUT =
      Dyadic.ONE.scaleByPowerOfTwo(-AlignedSum.CUT_BITS).toBigDecimal();

  private static final MathContext UP = new MathContext(30, RoundingMode.UP);

  /**
   * The accumulator of that name, or empty if the name has another form or other operands.
   *
   * @throws IllegalArgumentException if F or K is beyond its limits
   */
  public static Optional<Accumulator> named(String name) {
    return AlignedSum.declared(name)
        .map(
            sum ->
                new Accumulator(
                    name,
                    RoundingModel.named(sum.operands().name()),
                    sum.fractionBits(),
                    sum.products()));
  }

  /** The number of additions of K products to the sum. */
  int additions(int terms) {
    return 1 + (terms - 1) / products;
  }

  /** The factor (1 + q)^N for this number of products, rounded up. */
  BigDecimal growth(int terms) {
    BigDecimal cuts =
        Dyadic.ONE
            .scaleByPowerOfTwo(-fractionBits)
            .toBigDecimal()
            .multiply(BigDecimal.valueOf(products + 1));
    BigDecimal square = BigDecimal.ONE.add(cuts).multiply(BigDecimal.ONE.add(CUT), UP);
    BigDecimal power = BigDecimal.ONE;
    for (int n = additions(terms); n > 0; n >>= 1) {
      power = (n & 1) == 0 ? power : power.multiply(square, UP);
      square = square.multiply(square, UP);
    }
    return power;
  }
}
