// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.noisygd.number.ApfloatArithmetic;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;

/** The arithmetics by name, as the command line and the protocol spell them. */
public final class Arithmetics {
  private Arithmetics() {}

  /** Every name that {@link #named} takes; P stands for a number. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of("binary64"));
    for (EmulatedBinary format : EmulatedBinary.named()) {
      names.add(format.name());
    }
    names.addAll(
        List.of(
            "double-double", "binary:P", "decimal:P", "IN*F:K", "apfloat:P", "dyadic", "rational"));
    return List.copyOf(names);
  }

  /**
   * The arithmetic of that name. For {@code IN*F:K} ({@link AlignedSum}) it is the arithmetic of
   * IN, in which all but sums of products is done.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Arithmetic<?> named(String name) {
    for (EmulatedBinary format : EmulatedBinary.named()) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    Optional<AlignedSum> accumulator = AlignedSum.declared(name);
    if (accumulator.isPresent()) {
      return EmulatedBinary.of(
          name, accumulator.get().operands(), Rounding.Directed.NEAREST, () -> 0);
    }
    int colon = name.indexOf(':');
    if (colon >= 0) {
      int parameter = parameter(name, colon);
      return switch (name.substring(0, colon)) {
        case "binary" -> BinaryPrecision.ofBits(parameter);
        case "decimal" -> DecimalArithmetic.ofDigits(parameter);
        case "apfloat" -> ApfloatArithmetic.ofDigits(parameter);
        default -> throw unknown(name);
      };
    }
    return switch (name) {
      case "binary64" -> Binary64.INSTANCE;
      case "double-double" -> DoubleDouble.INSTANCE;
      case "dyadic" -> DyadicArithmetic.INSTANCE;
      case "rational" -> RationalArithmetic.INSTANCE;
      default -> throw unknown(name);
    };
  }

  /**
   * The arithmetic of any format with any rounding of each operation, such as {@code
   * bfloat16/stochastic} or {@code e4m3/zero/saturate}. {@link
   * org.noisygd.number.matrix.Matrix#roundTo} stores a matrix in it: each entry is rounded once,
   * and what is computed between stores may be in another arithmetic.
   *
   * @param name a name as precision studies have it, but without {@code store} and what is kept
   *     beside a store, and without blocks
   * @param words the random words of a stochastic rounding, one an operation, such as {@code new
   *     SplittableRandom(1)::nextLong}; the arithmetic is as safe for use by many threads as they
   * @throws IllegalArgumentException if there is none
   */
  public static Arithmetic<?> named(String name, LongSupplier words) {
    return ArithmeticName.ofOperations(name).operations(words);
  }

  /** The number after the colon; refused unless spelled as in the arithmetic's own name. */
  private static int parameter(String name, int colon) {
    String digits = name.substring(colon + 1);
    if (!digits.matches("[1-9][0-9]{0,8}")) {
      throw unknown(name);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "arithmetic must be one of "
            + String.join(", ", names())
            + ", got "
            + name
            + (name.contains("/")
                ? "; roundings are for studies, and for Arithmetics.named(name, words)"
                : OtherNames.meant(name, names())));
  }
}
