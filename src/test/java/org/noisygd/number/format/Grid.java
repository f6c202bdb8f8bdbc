// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Dyadic;

/**
 * The oracle of these tests: a format as the plain list of its values, decoded from bit patterns,
 * and rounding as a search in that list on exact numbers. No floating-point operation and nothing
 * of the code under test takes part.
 *
 * <p>Values are integers in units of the smallest positive one, 2^unit.
 */
final class Grid {
  final String name;
  final int unit;

  /** The non-negative values in order, 0 first; the last one is the largest. */
  final List<BigInteger> values = new ArrayList<>();

  /** What would be the next value after the largest, which decides where overflow begins. */
  final BigInteger next;

  /**
   * A format by its fields.
   *
   * @param patternsForSpecials how many of the highest non-negative patterns are no numbers
   */
  Grid(String name, int exponentBits, int fractionBits, int bias, int patternsForSpecials) {
    this.name = name;
    this.unit = 1 - bias - fractionBits;
    int patterns = (1 << (exponentBits + fractionBits)) - patternsForSpecials;
    for (int n = 0; n < patterns; n++) {
      values.add(decode(n, fractionBits));
    }
    this.next = decode(patterns, fractionBits);
  }

  static Grid of(String name) {
    return switch (name) {
      case "e2m1" -> new Grid(name, 2, 1, 1, 0);
      case "e2m3" -> new Grid(name, 2, 3, 1, 0);
      case "e3m2" -> new Grid(name, 3, 2, 3, 0);
      case "e4m3" -> new Grid(name, 4, 3, 7, 1);
      case "e4m3-ieee" -> new Grid(name, 4, 3, 7, 8);
      case "e5m2" -> new Grid(name, 5, 2, 15, 4);
      case "binary16" -> new Grid(name, 5, 10, 15, 1 << 10);
      case "bfloat16" -> new Grid(name, 8, 7, 127, 1 << 7);
      case "tf32" -> new Grid(name, 8, 10, 127, 1 << 10);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static BigInteger decode(int pattern, int fractionBits) {
    int exponent = pattern >> fractionBits;
    int fraction = pattern & ((1 << fractionBits) - 1);
    return exponent == 0
        ? BigInteger.valueOf(fraction)
        : BigInteger.valueOf((1L << fractionBits) + fraction).shiftLeft(exponent - 1);
  }

  /** The n-th non-negative value as a double. */
  double value(int n) {
    return Dyadic.of(values.get(n), unit).roundToDouble();
  }

  /** The index of the last value at most |x|, or of the largest. */
  int below(Dyadic x) {
    int low = 0;
    int high = values.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Dyadic.of(values.get(middle), unit).compareTo(x) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The value after the n-th, or {@link #next} after the largest. */
  Dyadic after(int n) {
    return Dyadic.of(n + 1 < values.size() ? values.get(n + 1) : next, unit);
  }

  /** The rounding of x by a mode of its name; an infinity for overflow. */
  double round(Dyadic x, String mode) {
    boolean negative = x.signum() < 0;
    Dyadic size = negative ? x.negate() : x;
    int n = below(size);
    Dyadic from = Dyadic.of(values.get(n), unit);
    boolean awayMode = mode.equals(negative ? "down" : "up");
    boolean away;
    if (size.equals(from)) {
      away = false;
    } else if (mode.startsWith("nearest")) {
      int side = size.add(size).compareTo(from.add(after(n)));
      away = side > 0 || (side == 0 && (mode.equals("nearest-away") || n % 2 != 0));
    } else if (mode.equals("odd")) {
      away = n % 2 == 0 && n + 1 < values.size();
    } else {
      away = awayMode;
    }
    double magnitude =
        !away
            ? from.roundToDouble()
            : n + 1 < values.size() ? after(n).roundToDouble() : Double.POSITIVE_INFINITY;
    return negative ? -magnitude : magnitude;
  }

  /** How many of the 2^bits equally likely words send x away from zero, by the stated law. */
  long timesAway(Dyadic x, int bits, boolean cutToEven) {
    Dyadic size = x.signum() < 0 ? x.negate() : x;
    int n = below(size);
    Dyadic gap = after(n).subtract(Dyadic.of(values.get(n), unit));
    Dyadic scaled = size.subtract(Dyadic.of(values.get(n), unit)).scaleByPowerOfTwo(bits);
    long cut = 0;
    while (gap.multiply(Dyadic.of(cut + 1.0)).compareTo(scaled) <= 0) {
      cut++;
    }
    int rest = scaled.scaleByPowerOfTwo(1).compareTo(gap.multiply(Dyadic.of(2.0 * cut + 1)));
    return cutToEven && (rest > 0 || (rest == 0 && cut % 2 != 0)) ? cut + 1 : cut;
  }

  /** What a result beyond the largest value is in a format. */
  static double overflowed(BinaryFormat format, double rounded) {
    if (!Double.isInfinite(rounded)) {
      return rounded;
    }
    return switch (format.overflow()) {
      case INFINITE -> rounded;
      case NAN -> Double.NaN;
      case LARGEST -> Math.copySign(format.largest(), rounded);
    };
  }

  /** a / b to 400 places, rounded to odd: on the right side of every boundary of a grid. */
  static Dyadic quotient(Dyadic a, Dyadic b) {
    int low = Math.min(a.exponent(), b.exponent());
    BigInteger numerator = a.significand().abs().shiftLeft(a.exponent() - low + 400);
    BigInteger[] q =
        numerator.divideAndRemainder(b.significand().abs().shiftLeft(b.exponent() - low));
    BigInteger odd = q[1].signum() == 0 ? q[0] : q[0].setBit(0);
    return Dyadic.of(a.signum() * b.signum() < 0 ? odd.negate() : odd, -400);
  }

  /** The root of a to 200 places, rounded to odd. */
  static Dyadic root(Dyadic a) {
    BigInteger[] root = a.significand().shiftLeft(a.exponent() + 400).sqrtAndRemainder();
    return Dyadic.of(root[1].signum() == 0 ? root[0] : root[0].setBit(0), -200);
  }
}
