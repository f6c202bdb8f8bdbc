// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.noisygd.judge.conversion.SourceFormat;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.StochasticRounding;

/**
 * The vectors for stochastic rounding with N random bits, which their integer R, 0 &lt;= R &lt;
 * 2^N, determines. With f the position of a magnitude between its neighbours, it is rounded away
 * from zero if
 *
 * <pre>
 *   StochasticA   floor(2^N f) + R             &gt;= 2^N
 *   StochasticB   floor(2^(N+1) f) + 2 R + 1   &gt;= 2^(N+1)
 *   StochasticC   rint(2^N f) + R              &gt;= 2^N
 * </pre>
 *
 * rint rounds ties to even. Rows have the magnitude, its pattern, N, R, and the codes by A, B and C
 * of the value and its negative; for each treatment of overflow if it matters. Fractions are next
 * to 0, 1/2 and 1 in units of 2^-N and between these units, R is where a result changes.
 */
final class StochasticVectors {
  /** The names of the three variants in rows. */
  static final List<String> VARIANTS = List.of("StochasticA", "StochasticB", "StochasticC");

  private static final int[] BITS = {1, 3, 8, 16};

  /** Maximum precision of a format with values from binary32, instead of binary64. */
  private static final int NARROW = 11;

  private StochasticVectors() {}

  /** Adds the file of a format. */
  static void write(RoundingTarget to, Map<String, StringBuilder> files) {
    BinaryFormat numbers = to.numbers();
    SourceFormat source =
        numbers.precision() <= NARROW ? SourceFormat.BINARY32 : SourceFormat.BINARY64;
    StringBuilder text = new StringBuilder(RoundingText.header(to, source, "stochastic", VARIANTS));
    long least = 1L << (numbers.precision() - 1);
    long last = RoundingTarget.code(numbers, numbers.largest());
    for (long code : List.of(0L, least - 1, RoundingTarget.code(numbers, 1), last)) {
      double x = RoundingTarget.value(numbers, code);
      for (int n : BITS) {
        for (double f : fractions(n)) {
          double v = x + f * numbers.spacing(x);
          if (source.has(v)) {
            rows(text, to, source, v, n, (long) Math.floor(Math.scalb(f, n)));
          }
        }
      }
    }
    if (!to.nan().isEmpty()) {
      for (String pattern : RoundingText.nans(source)) {
        for (int n : BITS) {
          for (long r : List.of(0L, (1L << n) - 1)) {
            row(text, to, Double.NaN, pattern, n, r);
          }
        }
      }
    }
    files.put(RoundingText.path(to.name() + "-stochastic-from-" + source.label()), text);
  }

  private static SortedSet<Double> fractions(int n) {
    double unit = Math.scalb(1.0, -n);
    return new TreeSet<>(
        List.of(
            0.0,
            unit / 4,
            unit / 2,
            unit,
            1.5 * unit,
            0.5 - unit / 2,
            0.5,
            1 - unit,
            1 - unit / 2,
            1 - unit / 4));
  }

  /** Adds the rows of a value whose fraction has k as its first n bits. */
  private static void rows(
      StringBuilder text, RoundingTarget to, SourceFormat source, double v, int n, long k) {
    long end = 1L << n;
    SortedSet<Long> integers = new TreeSet<>();
    for (long r : List.of(0L, end - k - 2, end - k - 1, end - k, end - 1)) {
      if (r >= 0 && r < end) {
        integers.add(r);
      }
    }
    for (long r : integers) {
      row(text, to, v, RoundingText.pattern(source, v), n, r);
    }
  }

  private static void row(
      StringBuilder text, RoundingTarget to, double v, String pattern, int n, long r) {
    RoundingText.row(
        text,
        RoundingText.literal(v),
        pattern,
        String.valueOf(n),
        RoundingTarget.hex(r, n),
        codes(to, v, n, r),
        to.includes(-v) ? codes(to, -v, n, r) : "");
  }

  private static String codes(RoundingTarget to, double v, int n, long r) {
    long word = r << (Long.SIZE - n);
    // B is A with one more bit, a one, below the bits of R.
    long wordOfB = (2 * r + 1) << (Long.SIZE - n - 1);
    return RoundingText.results(
        to,
        overflow ->
            Stream.of(
                to.code(v, new StochasticRounding(n, false), overflow, word),
                to.code(v, new StochasticRounding(n + 1, false), overflow, wordOfB),
                to.code(v, new StochasticRounding(n, true), overflow, word)));
  }
}
