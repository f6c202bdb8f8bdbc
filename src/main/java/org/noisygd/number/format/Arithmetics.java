// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.noisygd.number.ApfloatArithmetic;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;

/** The arithmetics by name, as the command line and the protocol spell them. */
public final class Arithmetics {
  /** The names of the rounding arithmetics that a candidate may declare; P is a number. */
  public static final List<String> DECLARED =
      Stream.of(
              Stream.of("binary64"),
              EmulatedBinary.named().stream().map(EmulatedBinary::name),
              Stream.of("double-double", "binary:P", "decimal:P", "IN*F:K"))
          .flatMap(part -> part)
          .toList();

  /** The names of arithmetics with decimal literals and a defined rounding. */
  public static final List<String> SERVED =
      Stream.concat(DECLARED.stream(), Stream.of("dyadic")).toList();

  private static final List<String> NAMES =
      Stream.concat(SERVED.stream(), Stream.of("apfloat:P", "rational")).toList();

  private Arithmetics() {}

  /** All names that {@link #named} reads; P stands for a number. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The arithmetic of that name. For {@code IN*F:K} ({@link AlignedSum}) it is the arithmetic of
   * IN, which all operations but sums of products use.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Arithmetic<?> named(String name) {
    return named(name, NAMES);
  }

  /**
   * The arithmetic of that name, if it is in {@code among}, a part of the {@link #names}.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Arithmetic<?> named(String name, List<String> among) {
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
    String form = name.replaceFirst(":[1-9][0-9]{0,8}$", ":P");
    if (!among.contains(form) || (form.equals(name) && name.contains(":"))) {
      throw FormatAliases.refused("arithmetic", among, name, name);
    }
    int p = form.equals(name) ? 0 : Integer.parseInt(name.substring(name.indexOf(':') + 1));
    return switch (form) {
      case "binary64" -> Binary64.INSTANCE;
      case "double-double" -> DoubleDouble.INSTANCE;
      case "dyadic" -> DyadicArithmetic.INSTANCE;
      case "rational" -> RationalArithmetic.INSTANCE;
      case "binary:P" -> BinaryPrecision.ofBits(p);
      case "decimal:P" -> DecimalArithmetic.ofDigits(p);
      default -> ApfloatArithmetic.ofDigits(p);
    };
  }

  /**
   * The arithmetic of any format with any rounding of each operation, such as {@code
   * bfloat16/stochastic} or {@code e4m3/zero/saturate}. {@link
   * org.noisygd.number.matrix.Matrix#roundTo} stores a matrix in it: each entry is rounded once,
   * and computation in between may use another arithmetic.
   *
   * @param name a name of a precision study without {@code store}, {@code compensated}, {@code
   *     master} and blocks
   * @param words the random words of a stochastic rounding, one per operation, such as {@code new
   *     SplittableRandom(1)::nextLong}; the arithmetic is as thread-safe as their source
   * @throws IllegalArgumentException if there is none
   */
  public static Arithmetic<?> named(String name, LongSupplier words) {
    return ArithmeticName.ofOperations(name).operations(words);
  }
}
