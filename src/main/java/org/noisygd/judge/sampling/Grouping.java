// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.sampling.RecoveredNoise.Side;
import org.noisygd.number.matrix.Entries;

/**
 * How the numbers of a sample are grouped for a test, which uses a statistic (a sum, a sum of
 * squares, counts in cells) of each group, or of all groups of a kind.
 */
enum Grouping {
  /** The numbers of each entry in all draws. */
  ENTRY,
  /** The numbers of a factor in each draw. */
  DRAW,
  /** The numbers of each row in each draw, if a row has more than one. */
  ROW,
  /** The numbers of each column in each draw, if a column has more than one. */
  COLUMN,
  /** All numbers of a factor. */
  FACTOR,
  /** All numbers of both factors. */
  REQUEST;

  /** The groups of a sample, X's before Y's; a factor without noise has none. */
  Stream<double[]> of(RecoveredNoise s) {
    return this == REQUEST ? of(s, Side.BOTH) : Stream.concat(of(s, Side.X), of(s, Side.Y));
  }

  /** The groups of a factor. */
  Stream<double[]> of(RecoveredNoise s, Side factor) {
    if (s.size(factor) == 0 || ((this == ROW || this == COLUMN) && s.r == 1)) {
      return Stream.empty();
    }
    return switch (this) {
      case ENTRY -> transposed(s.draws(factor));
      case DRAW -> s.draws(factor);
      case ROW -> s.draws(factor).flatMap(draw -> rows(draw, s.r));
      case COLUMN -> s.draws(factor).flatMap(draw -> transposed(rows(draw, s.r)));
      case FACTOR, REQUEST -> Stream.of(s.numbers(factor));
    };
  }

  private static Stream<double[]> rows(double[] draw, int r) {
    return IntStream.range(0, draw.length / r)
        .mapToObj(i -> Arrays.copyOfRange(draw, i * r, (i + 1) * r));
  }

  /** The columns of some rows; there is at least one row. */
  static Stream<double[]> transposed(Stream<double[]> rows) {
    double[][] a = rows.toArray(double[][]::new);
    double[][] b = new double[a[0].length][a.length];
    for (int i = 0; i < b.length; i++) {
      for (int k = 0; k < a.length; k++) {
        b[i][k] = a[k][i];
      }
    }
    return Arrays.stream(b);
  }

  /** The sums of each group; for a factor or a request, numbers are added entry by entry. */
  Stream<Sums> sums(RecoveredNoise s) {
    return switch (this) {
      case FACTOR ->
          Side.BOTH.factors().stream()
              .filter(factor -> s.size(factor) > 0)
              .map(factor -> Sums.total(ENTRY.of(s, factor)));
      case REQUEST -> Stream.of(FACTOR.sums(s).reduce(Sums.NONE, Sums::plus));
      case ENTRY, DRAW, ROW, COLUMN -> of(s).map(Sums::of);
    };
  }

  /**
   * The sums of a group, each added up from the group's first number.
   *
   * @param n how many numbers
   * @param sum their sum
   * @param size the sum of their magnitudes
   * @param squares the sum of their squares
   */
  record Sums(double n, double sum, double size, double squares) {
    static final Sums NONE = new Sums(0, 0, 0, 0);

    static Sums of(double[] numbers) {
      double sum = 0;
      double size = 0;
      for (double v : numbers) {
        sum += v;
        size += Math.abs(v);
      }
      return new Sums(numbers.length, sum, size, Entries.normSquared(numbers));
    }

    /** The sums of several groups, one after another. */
    static Sums total(Stream<double[]> groups) {
      return groups.map(Sums::of).reduce(NONE, Sums::plus);
    }

    Sums plus(Sums other) {
      return new Sums(n + other.n, sum + other.sum, size + other.size, squares + other.squares);
    }
  }
}
