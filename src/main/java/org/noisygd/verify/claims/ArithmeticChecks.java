// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.List;
import org.apache.commons.numbers.core.DD;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.random.PhiloxStream;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/** Checks of the arithmetics: every operation is compared with the exact rational result. */
final class ArithmeticChecks {
  /** Number of bits of an operand's significand; products do not fit into them. */
  private static final int OPERAND_BITS = 52;

  /** Limit of the exponents of operands, so that results are in the range of binary16. */
  private static final int OPERAND_EXPONENTS = 4;

  private static final int PAIRS = 200; // of operands, for each operation

  /** Number of bits of the bound in the claim DD.add-product ({@code proofs-notes/CLAIMS.md}). */
  private static final int ADD_PRODUCT_BITS = 102;

  /** The arithmetics whose operations are correctly rounded. */
  private static final List<String> CORRECTLY_ROUNDED =
      List.of(
          "binary64",
          "binary32",
          "binary16",
          "bfloat16",
          "tf32",
          "binary:24",
          "binary:113",
          "binary:500",
          "decimal:7",
          "decimal:34",
          "decimal:50");

  /** The arithmetics with errors within their unit roundoff, not correctly rounded. */
  private static final List<String> WITHIN_ROUNDOFF = List.of("double-double", "apfloat:50");

  private ArithmeticChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "A.rounding",
            "Sum, difference, product and quotient are the exact result rounded once, ties to even",
            tally -> operations(tally, CORRECTLY_ROUNDED, true)),
        Check.measured(
            "A.bound",
            "Double-double and Apfloat keep within the unit roundoff that they declare",
            tally -> operations(tally, WITHIN_ROUNDOFF, false)),
        Check.measured(
            "A.add-product",
            "A term of a sum of products in double-double is within 2^-102 of |sum| + |a b|",
            ArithmeticChecks::addProduct),
        Check.crossChecked(
            "A.harmonic",
            "The harmonic series in a narrow format stops growing at its known value and index",
            ArithmeticChecks::harmonicSeries),
        Check.enclosed(
            "A.closed-forms",
            "The closed-form eigenvalues, computed in double, double-double and 50 digits, are right",
            Lemma3Checks::closedForms));
  }

  /** Operand i, deterministic, with a full significand and either sign. */
  private static double operand(int i) {
    long word = new PhiloxStream(0x6e6f697379L, 0, 0, 0, 0, 0).word(i); // "noisy" in ASCII
    long significand = (word >>> (Long.SIZE - OPERAND_BITS)) | (1L << (OPERAND_BITS - 1)) | 1;
    int exponent = (int) Math.floorMod(word, 2L * OPERAND_EXPONENTS) - OPERAND_EXPONENTS + 1;
    return Math.scalb((double) significand, exponent - OPERAND_BITS) * ((word & 64) == 0 ? 1 : -1);
  }

  private static void operations(Tally tally, List<String> arithmetics, boolean nearest) {
    for (String name : arithmetics) {
      operations(tally, Arithmetics.named(name), nearest);
    }
  }

  private static <T> void operations(Tally tally, Arithmetic<T> in, boolean nearest) {
    for (int i = 0; i < PAIRS; i++) {
      T a = in.fromDouble(operand(2 * i));
      T b = in.fromDouble(operand(2 * i + 1));
      BigFraction p = in.toRational(a);
      BigFraction q = in.toRational(b);
      String operands = " of " + in.print(a) + " and " + in.print(b);
      operation(tally, in, nearest, "sum" + operands, p.add(q), in.add(a, b));
      operation(tally, in, nearest, "difference" + operands, p.subtract(q), in.subtract(a, b));
      operation(tally, in, nearest, "product" + operands, p.multiply(q), in.multiply(a, b));
      operation(tally, in, nearest, "quotient" + operands, p.divide(q), in.divide(a, b));
    }
  }

  private static <T> void operation(
      Tally tally, Arithmetic<T> in, boolean nearest, String what, BigFraction exact, T computed) {
    String name = in.name() + " " + what;
    tally.within(
        name,
        Rationals.roundToDouble(in.toRational(computed).subtract(exact).abs()),
        Rationals.roundToDouble(in.unitRoundoff().multiply(exact.abs())));
    if (nearest) {
      T rounded = in.fromRational(exact);
      tally.holds(
          name,
          in.compare(computed, rounded) == 0,
          "got " + in.print(computed) + ", rounded " + in.print(rounded));
    }
  }

  /** Tests numbers with low parts, and some sums that cancel. */
  private static void addProduct(Tally tally) {
    DoubleDouble arithmetic = DoubleDouble.INSTANCE;
    BigFraction unit = BigFraction.of(1, 2).pow(ADD_PRODUCT_BITS);
    for (int i = 0; i < PAIRS; i++) {
      DD a = arithmetic.divide(arithmetic.of(operand(2 * i)), arithmetic.of(3));
      DD b = arithmetic.divide(arithmetic.of(operand(2 * i + 1)), arithmetic.of(7));
      DD product = arithmetic.multiply(a, b);
      BigFraction p = arithmetic.toRational(a).multiply(arithmetic.toRational(b));
      for (DD sum : List.of(product, arithmetic.negate(product), b, arithmetic.zero())) {
        BigFraction s = arithmetic.toRational(sum);
        BigFraction got = arithmetic.toRational(arithmetic.addProduct(sum, a, b));
        tally.within(
            "near sum " + sum.hi() + ", factors " + a.hi() + " and " + b.hi(),
            Rationals.roundToDouble(got.subtract(s.add(p)).abs()),
            Rationals.roundToDouble(unit.multiply(s.abs().add(p.abs()))));
      }
    }
  }

  /**
   * Compares with known figures of Higham and Pranesh, "Simulating low precision floating-point
   * arithmetic", SIAM J. Sci. Comput. 41 (2019): the sum, and the index of the first term that
   * changes nothing.
   */
  private static void harmonicSeries(Tally tally) {
    harmonic(tally, EmulatedBinary.BFLOAT16, "5.0625", 65);
    harmonic(tally, EmulatedBinary.BINARY16, "7.0859375", 513);
    harmonic(tally, EmulatedBinary.BINARY32, "15.403682708740234", 2_097_152);
  }

  private static void harmonic(Tally tally, EmulatedBinary format, String sum, int index) {
    double s = 0;
    int n = 1;
    while (true) {
      double next = format.add(s, format.round(1.0 / n));
      if (next == s) {
        break;
      }
      s = next;
      n++;
    }
    tally.holds(
        format.name(),
        n == index && Binary64.INSTANCE.print(s).equals(sum),
        "got " + s + " at " + n + ", known " + sum + " at " + index);
  }
}
