// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.List;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BinaryFormat.Overflow;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding;

/**
 * A target format of conversions, with its bit patterns, here called codes. In a format of
 * precision p and smallest normal exponent emin, a positive number has the code
 *
 * <pre>
 *   k + (e - emin) 2^(p-1), if it is k 2^(e-p+1), e &gt;= emin, k &lt; 2^p, and k &gt;= 2^(p-1) or e = emin,
 * </pre>
 *
 * so that larger numbers have larger codes.
 */
sealed interface RoundingTarget permits RoundingTarget.Ours, ReportFormat {
  /** The name in the protocol or in the report. */
  String name();

  /** The number of bits of a code. */
  int width();

  /** The numbers of the format, without special values. */
  BinaryFormat numbers();

  /** The names of the treatments of overflow. */
  List<String> overflows();

  /** The lowest and the highest code of each range of NaN, or empty if there is no NaN. */
  List<List<Long>> nan();

  /** The code of a number's rounding; negative for NaN. */
  long code(double x, Rounding rounding, String overflow, long word);

  /** Returns true if the vectors have the conversion of this negative value. */
  default boolean includes(double x) {
    return true;
  }

  /** A code in hexadecimal. */
  default String print(long code) {
    return code < 0 ? "nan" : hex(code, width());
  }

  /** A pattern of {@code width} bits in hexadecimal. */
  static String hex(long pattern, int width) {
    String digits = Long.toHexString(pattern);
    return "0".repeat((width + 3) / 4 - digits.length()) + digits;
  }

  /** The code of a magnitude that is a number of the format or beyond its largest one. */
  static long code(BinaryFormat format, double magnitude) {
    int e = Math.max(Math.getExponent(magnitude), format.minExponent());
    long k = (long) Math.scalb(magnitude, format.precision() - 1 - e);
    return k + ((long) (e - format.minExponent()) << (format.precision() - 1));
  }

  /** The number with a code. */
  static double value(BinaryFormat format, long code) {
    long least = 1L << (format.precision() - 1);
    long field = code / least;
    long k = code % least + (field > 0 ? least : 0);
    int e = format.minExponent() + (int) Math.max(field - 1, 0);
    return Math.scalb((double) k, e - format.precision() + 1);
  }

  /**
   * A format of the op {@code round}. Formats without codes use the codes of binary32.
   *
   * @param numbers the format
   * @param carrier the format of the codes
   */
  record Ours(BinaryFormat numbers, BinaryFormat carrier) implements RoundingTarget {
    /** The format of that name. */
    static Ours named(String name) {
      BinaryFormat format = Conversion.of(name, false).element();
      boolean held = name.equals("tf32") || name.startsWith("float:");
      return new Ours(format, held ? BinaryFormat.named("binary32") : format);
    }

    @Override
    public String name() {
      return numbers.name();
    }

    @Override
    public int width() {
      return 1 + Long.SIZE - Long.numberOfLeadingZeros(highest());
    }

    private long highest() {
      return RoundingTarget.code(carrier, carrier.largest());
    }

    @Override
    public List<String> overflows() {
      return List.of("ieee", "saturate");
    }

    @Override
    public List<List<Long>> nan() {
      long sign = 1L << (width() - 1);
      long first = highest() + (carrier.overflow() == Overflow.INFINITE ? 2 : 1);
      return first >= sign
          ? List.of()
          : List.of(List.of(first, sign - 1), List.of(first + sign, 2 * sign - 1));
    }

    @Override
    public long code(double x, Rounding rounding, String overflow, long word) {
      BinaryFormat format = overflow.equals("saturate") ? numbers.saturating() : numbers;
      return encode(format.round(x, rounding, word));
    }

    /** The code of a number of the format, a zero, an infinity or NaN. */
    long encode(double x) {
      if (Double.isNaN(x)) {
        return -1;
      }
      boolean negative = Math.copySign(1, x) < 0;
      long magnitude =
          Double.isInfinite(x) ? highest() + 1 : RoundingTarget.code(carrier, Math.abs(x));
      return magnitude + (negative ? 1L << (width() - 1) : 0);
    }
  }
}
