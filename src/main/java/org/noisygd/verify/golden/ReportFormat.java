// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.List;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BinaryFormat.Overflow;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.Rounding.Directed;

/**
 * A format of the interim report of the IEEE working group P3109: K bits with precision P, with or
 * without sign and infinities. There is one zero and one NaN, and the exponent bias B is 2^(K-P-1)
 * with a sign and 2^(K-P) without.
 *
 * <p>Source: IEEE Working Group P3109 Interim Report on Binary Floating-point Formats for Machine
 * Learning, version 4.0, 26 June 2026, 3.1 (formats), 4.7.4 (rounding), 4.7.5 (saturation), 4.7.6
 * (codes).
 *
 * @param bits K
 * @param precision P
 * @param signed true for a format with negative numbers
 * @param extended true for a format with infinities
 */
record ReportFormat(int bits, int precision, boolean signed, boolean extended)
    implements RoundingTarget {
  private static final String NONE = "SatNone";
  private static final String PROPAGATE = "SatPropagate";
  private static final String FINITE = "SatFinite";

  private int bias() {
    return 1 << (bits - precision - (signed ? 1 : 0));
  }

  @Override
  public String name() {
    return "Binary" + bits + "p" + precision + (signed ? "s" : "u") + (extended ? "e" : "f");
  }

  @Override
  public int width() {
    return bits;
  }

  /** The code of the largest number: below the codes of infinity and, if unsigned, of NaN. */
  private long highest() {
    return (1L << (signed ? bits - 1 : bits)) - 1 - (signed ? 0 : 1) - (extended ? 1 : 0);
  }

  @Override
  public BinaryFormat numbers() {
    BinaryFormat endless =
        new BinaryFormat(name(), precision, 1 - bias(), Double.MAX_VALUE, Overflow.INFINITE, false);
    double largest = RoundingTarget.value(endless, highest());
    return new BinaryFormat(name(), precision, 1 - bias(), largest, Overflow.INFINITE, false);
  }

  @Override
  public List<String> overflows() {
    return List.of(NONE, PROPAGATE, FINITE);
  }

  @Override
  public List<List<Long>> nan() {
    long nan = signed ? 1L << (bits - 1) : (1L << bits) - 1;
    return List.of(List.of(nan, nan));
  }

  /** For unsigned formats true only for NaN, infinities, powers of two and the smallest values. */
  @Override
  public boolean includes(double x) {
    double magnitude = Math.abs(x);
    return signed
        || !Double.isFinite(x)
        || magnitude <= numbers().spacing(0)
        || magnitude == Math.scalb(1.0, Math.getExponent(x));
  }

  @Override
  public long code(double x, Rounding rounding, String overflow, long word) {
    if (Double.isNaN(x)) {
      return -1;
    }
    boolean negative = x < 0;
    boolean infinite = Double.isInfinite(x);
    long code = infinite ? Long.MAX_VALUE : rounded(x, rounding, word);
    if (code == 0) {
      return 0;
    }
    if (code <= highest() && (signed || !negative)) {
      return code + (negative ? 1L << (bits - 1) : 0);
    }
    return saturated(negative, infinite, rounding, overflow);
  }

  /** The code of a magnitude rounded with unlimited exponent. */
  private long rounded(double x, Rounding rounding, long word) {
    double magnitude = Math.abs(x);
    int e = Math.max(Math.getExponent(magnitude), 1 - bias());
    double scaled = Math.scalb(magnitude, precision - 1 - e);
    long whole = (long) scaled;
    double fraction = scaled - (double) whole;
    // With one bit, all significands are odd, so the parity of the code decides ties.
    long code = whole + ((long) (e - 1 + bias()) << (precision - 1));
    boolean away = fraction > 0 && rounding.away((double) code, fraction, x < 0, word);
    return away ? code + 1 : code;
  }

  /** The code of a rounded value beyond the numbers. */
  private long saturated(boolean negative, boolean infinite, Rounding rounding, String overflow) {
    long sign = negative && signed ? 1L << (bits - 1) : 0;
    long last = negative && !signed ? 0 : highest() + sign;
    boolean hasInfinity = extended && (signed || !negative);
    if (overflow.equals(FINITE) || (overflow.equals(PROPAGATE) && !(infinite && hasInfinity))) {
      return last;
    }
    boolean inwards =
        rounding.neverOverflows(negative)
            && (rounding != Directed.ODD || (!negative && !signed && extended));
    if (inwards && !infinite) {
      return last;
    }
    return hasInfinity ? highest() + 1 + sign : negative && !signed ? -1 : last;
  }
}
