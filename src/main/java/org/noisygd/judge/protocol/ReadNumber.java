// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.math.BigDecimal;
import java.math.MathContext;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.SafeText;
import org.noisygd.io.json.DecimalLiteral;
import org.noisygd.io.json.JsonValue;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;

/**
 * A number read from a decimal literal, under the protocol's rule. A literal means the nearest
 * number of the declared arithmetic, if that lies less than one unit of the literal's last digit
 * away. Zeros at its end do not count: they may be padding, as Java's own formatter adds it. Any
 * other literal means its exact decimal value, never rounded to a double. Infinities and NaN keep
 * their kind and have no value.
 *
 * <p>The limit is a whole unit, not half a unit, since some printers do not take the closest
 * literal: Grisu2 (Loitsch, "Printing floating-point numbers quickly and accurately with integers",
 * 2010), and printers that cut digits. Even so, 17 digits distinguish a double from its neighbours.
 *
 * <p>A literal may be of any length. After {@link #MOST_DIGITS} digits, or the arithmetic's own if
 * those are more, a digit matters only by being zero or not ({@link DecimalLiteral#decimal}). A
 * number of 10^{@link #MAX_EXPONENT} or more counts as infinite; one below 10^-{@link
 * #MAX_EXPONENT} is read as that bound, and {@link #isVanishing}.
 *
 * <p>Many double-doubles lie within a unit of a literal's last digit, since the low half may be
 * very small. If one of them is a double, it is taken. But the literal may also mean the nearest
 * double-double, so {@link #distance} takes the smaller distance.
 */
public final class ReadNumber {
  /** The largest accepted decimal exponent, and minus the smallest one. */
  public static final int MAX_EXPONENT = 10_000;

  /** Number of digits that are always kept; every finite double has at most 767. */
  static final int MOST_DIGITS = 1_200;

  /** Maximum number of characters of a literal in a message. */
  private static final int SHOWN = 80;

  /** Maximum number of characters of a literal that is kept whole. */
  private static final int LONGEST = 2 * MOST_DIGITS;

  /** Number of digits that are kept of a literal longer than {@link #LONG} characters. */
  private static final MathContext KEPT = new MathContext(60);

  private static final int LONG = 200;

  private static final BigDecimal SMALLEST = BigDecimal.ONE.scaleByPowerOfTen(-MAX_EXPONENT);

  private final String literal;
  private final double nearest;
  private final @Nullable BigDecimal beyondDouble;
  private final @Nullable BigDecimal other;
  private final boolean declared;
  private final boolean vanishing;

  private ReadNumber(
      String literal,
      double nearest,
      @Nullable BigDecimal beyondDouble,
      @Nullable BigDecimal other,
      boolean declared,
      boolean vanishing) {
    this.literal = literal;
    this.nearest = nearest;
    this.beyondDouble = beyondDouble;
    this.other = other;
    this.declared = declared;
    this.vanishing = vanishing;
  }

  /**
   * Reads a literal.
   *
   * @param literal a decimal literal, or NaN, Infinity, -Infinity
   * @param arithmetic the arithmetic that the literal's writer declared
   * @throws NumberFormatException if it is none of these, with a message of one line
   */
  public static ReadNumber of(String literal, Arithmetic<?> arithmetic) {
    return switch (literal) {
      case "NaN" -> plain(literal, Double.NaN);
      case "Infinity", "+Infinity", "INF", "+INF" -> plain(literal, Double.POSITIVE_INFINITY);
      case "-Infinity", "-INF" -> plain(literal, Double.NEGATIVE_INFINITY);
      default -> finite(literal, DecimalLiteral.of(literal), arithmetic);
    };
  }

  /** Reads a number, or a string with a literal for {@link #of(String, Arithmetic)}. */
  public static ReadNumber of(JsonValue value, Arithmetic<?> arithmetic) {
    try {
      return of(value.isNumber() || value.isText() ? value.scalar() : "", arithmetic);
    } catch (NumberFormatException e) {
      throw value.must(
          "be a number or a string that holds a decimal literal"
              + (value.isArray() ? "; of a batch each matrix is judged alone" : "")
              + (value.isNull() ? "; JavaScript writes NaN and Infinity as null" : ""));
    }
  }

  /** Returns true if a number is a decimal so large that its literal would count as infinite. */
  public static boolean isBeyond(Object number) {
    return number instanceof BigDecimal d && d.precision() - (long) d.scale() > MAX_EXPONENT;
  }

  /** A number whose literal means the nearest double, infinite and NaN included. */
  private static ReadNumber plain(String literal, double value) {
    return new ReadNumber(literal, value, null, null, true, false);
  }

  private static ReadNumber finite(String literal, DecimalLiteral parts, Arithmetic<?> arithmetic) {
    String shown = literal.length() <= LONGEST ? literal : SafeText.start(literal, SHOWN);
    double sign = parts.isNegative() ? -1 : 1;
    if (parts.isZero()) {
      return plain(shown, sign * 0.0);
    }
    if (parts.magnitude() > MAX_EXPONENT) {
      return new ReadNumber(shown, sign * Double.POSITIVE_INFINITY, null, null, false, false);
    }
    if (parts.magnitude() < -MAX_EXPONENT) {
      return new ReadNumber(
          shown, sign * 0.0, parts.isNegative() ? SMALLEST.negate() : SMALLEST, null, false, true);
    }
    int kept = parts.digits().length();
    if (kept > MOST_DIGITS && !arithmetic.isExact()) {
      // More digits than a double can have: keep as many more as the arithmetic distinguishes.
      kept = MOST_DIGITS + Rationals.denominator(arithmetic.unitRoundoff()).bitLength();
    }
    return nonzero(shown, parts.decimal(kept), arithmetic);
  }

  private static ReadNumber nonzero(String literal, BigDecimal decimal, Arithmetic<?> arithmetic) {
    double nearest = decimal.doubleValue(); // correctly rounded
    boolean binary64 = arithmetic instanceof Binary64;
    BigDecimal value = binary64 ? null : nearestIn(arithmetic, decimal);
    if ((binary64 || arithmetic instanceof DoubleDouble)
        && Double.isFinite(nearest)
        && isWithinUnit(exact(nearest), decimal)) {
      return new ReadNumber(literal, nearest, null, value, true, false);
    }
    if (value != null && isWithinUnit(value, decimal)) {
      return ofExact(literal, value.doubleValue(), value, true);
    }
    return ofExact(literal, nearest, decimal, false);
  }

  private static ReadNumber ofExact(
      String literal, double nearest, BigDecimal value, boolean declared) {
    boolean isDouble = Double.isFinite(nearest) && exact(nearest).compareTo(value) == 0;
    return new ReadNumber(literal, nearest, isDouble ? null : value, null, declared, false);
  }

  private static BigDecimal exact(double d) {
    return Dyadic.of(d).toBigDecimal();
  }

  /** The exact value of the arithmetic's number nearest to a decimal, or null. */
  private static <T> @Nullable BigDecimal nearestIn(Arithmetic<T> arithmetic, BigDecimal decimal) {
    try {
      T value = arithmetic.fromDecimal(decimal);
      if (!arithmetic.isFinite(value)) {
        return null;
      }
      return value instanceof BigDecimal decimals
          ? decimals
          : DecimalArithmetic.EXACT.fromRational(arithmetic.toRational(value));
    } catch (ArithmeticException e) {
      return null; // an exact arithmetic that lacks the number, or no finite decimal
    }
  }

  private static boolean isWithinUnit(BigDecimal value, BigDecimal decimal) {
    BigDecimal off = value.subtract(decimal).abs();
    return off.compareTo(decimal.ulp()) < 0 // zeros are not stripped, which is slow
        || off.compareTo(decimal.stripTrailingZeros().ulp()) < 0;
  }

  /** The literal as it was read, cut to a length for messages. */
  public String literal() {
    return literal.length() <= SHOWN ? literal : SafeText.start(literal, SHOWN);
  }

  /**
   * The original literal. If it is long, and the arithmetic's unit roundoff is above 10^-40, a
   * literal of 60 digits replaces it, so that no program can fill the memory with digits.
   */
  String kept(Arithmetic<?> arithmetic) {
    return (literal.length() > LONG || isCut(literal))
            && isFinite()
            && !vanishing
            && arithmetic.unitRoundoff().doubleValue() > 1e-40
        ? decimal().round(KEPT).toString()
        : literal;
  }

  /** Returns true if a literal was truncated, so that it cannot be read again. */
  static boolean isCut(String literal) {
    return literal.length() > SHOWN && literal.endsWith("...");
  }

  /** Returns true if this is neither infinite nor NaN. */
  public boolean isFinite() {
    return Double.isFinite(nearest) || beyondDouble != null;
  }

  /**
   * Returns true if the original number was not zero, but too small to be read. It can change a
   * verdict only if inputs are as small.
   */
  public boolean isVanishing() {
    return vanishing;
  }

  /** Returns true if the literal was read as a number of the declared arithmetic. */
  public boolean isDeclared() {
    return declared;
  }

  /** Returns true if the value is exactly {@link #nearestDouble}, infinities and NaN included. */
  public boolean isDouble() {
    return beyondDouble == null;
  }

  /** The double nearest to the value; the value itself if {@link #isDouble}. */
  public double nearestDouble() {
    return nearest;
  }

  /**
   * The exact value.
   *
   * @throws ArithmeticException if it is infinite or NaN
   */
  public BigDecimal decimal() {
    return beyondDouble != null ? beyondDouble : exact(nearest);
  }

  /** The distance of the value from a number; the smaller one if the literal has two values. */
  public BigDecimal distance(BigDecimal from) {
    BigDecimal distance = decimal().subtract(from).abs();
    return other == null ? distance : distance.min(other.subtract(from).abs());
  }

  /** Returns true if a double is less than one unit of this literal's last digit away. */
  public boolean isWithinUnitOf(double value) {
    return isFinite() && isWithinUnit(exact(value), printed());
  }

  /**
   * The literal's own value, with as many digits as were printed; {@link #decimal} if it is too
   * long or its exponent is too far from 0.
   */
  public BigDecimal printed() {
    try {
      BigDecimal printed = new BigDecimal(literal);
      return Math.abs((long) printed.scale()) > 2 * MAX_EXPONENT ? decimal() : printed;
    } catch (NumberFormatException e) {
      return decimal(); // cut, or an exponent beyond 32 bits
    }
  }

  /**
   * Returns the value rounded to an arithmetic.
   *
   * @throws ArithmeticException if it is infinite or NaN
   */
  public <T> T roundTo(Arithmetic<T> arithmetic) {
    return beyondDouble == null
        ? arithmetic.fromDyadic(Dyadic.of(nearest))
        : arithmetic.fromDecimal(beyondDouble);
  }

  /**
   * The exact value in an arithmetic; a zero keeps its sign if the arithmetic has signed zeros.
   *
   * @throws ArithmeticException if the arithmetic lacks it
   */
  public <T> T in(Arithmetic<T> arithmetic) {
    if (beyondDouble == null) {
      return arithmetic.of(nearest);
    }
    T value = arithmetic.fromDecimal(beyondDouble);
    if (!arithmetic.isExact()
        && !(arithmetic.isFinite(value)
            && arithmetic.toRational(value).equals(Rationals.of(beyondDouble)))) {
      throw new ArithmeticException(literal + " is not a value of " + arithmetic.name());
    }
    return value;
  }

  @Override
  public String toString() {
    return literal();
  }
}
