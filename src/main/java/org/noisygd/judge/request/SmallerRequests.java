// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Ways to make a request smaller: fewer steps, rows and columns, then zeros, then entries of few
 * bits. Each keeps the op and gives a request of smaller {@link #size}, or the request itself if it
 * does not apply. The largest reductions come first.
 */
public final class SmallerRequests {
  /** Maximum number of numbers in a request whose numbers are changed one by one. */
  private static final int FEW = 16;

  /** The cost of a number besides its bits: removing it gains more than making it zero. */
  private static final int COST_OF_NUMBER = 64;

  private static final String[] PARAMETERS = {"etaX", "etaY", "sigma1", "sigma2"};

  private SmallerRequests() {}

  /** The ways to make this request, or a request made from it, smaller. */
  public static List<UnaryOperator<Request>> ways(Request q) {
    List<UnaryOperator<Request>> ways = new ArrayList<>();
    if (q.op().has(Part.RUN)) {
      runs(ways);
    }
    shapes(ways);
    ways.add(s -> s.spelled(Spelling.SHORTEST));
    ways.add(s -> s.map(d -> Dyadic.ZERO, "M"));
    ways.add(s -> s.withNoise(f -> f.scale(Dyadic.ZERO)));
    ways.add(s -> s.withNoise(f -> f.scale(Dyadic.ONE, Dyadic.ZERO)));
    ways.add(s -> s.withNoise(f -> f.scale(Dyadic.ZERO, Dyadic.ONE)));
    ways.add(SmallerRequests::unitParameters);
    ways.add(s -> everyNumber(s, SmallerRequests::one));
    ways.add(s -> everyNumber(s, d -> d.roundToPrecision(1)));
    ways.add(s -> everyNumber(s, d -> d.roundToPrecision(3)));
    ways.add(s -> s.map(d -> d.roundToPrecision(1), PARAMETERS));
    ways.add(s -> s.map(d -> Dyadic.ZERO, "X", "Y"));
    ways.add(s -> s.map(d -> Dyadic.ZERO, "Y"));
    ways.add(s -> s.map(d -> Dyadic.ZERO, "X"));
    if (numbers(q).count() <= FEW) {
      oneByOne(q, ways);
    }
    return ways;
  }

  /** The size of a request: its numbers and their bits. */
  public static long size(Request q) {
    return numbers(q).mapToLong(SmallerRequests::cost).sum()
        + Stream.of(PARAMETERS).map(q::number).mapToLong(SmallerRequests::cost).sum()
        + (q.spelling() == Spelling.SHORTEST ? 0 : 1);
  }

  private static long cost(Dyadic d) {
    if (d.signum() == 0) {
      return COST_OF_NUMBER;
    }
    int exponent = Math.abs(d.exponent());
    int sign = d.signum() < 0 ? 1 : 0;
    int bits = d.significand().abs().bitLength();
    return (long) COST_OF_NUMBER + bits + sign + (32 - Integer.numberOfLeadingZeros(exponent));
  }

  private static Stream<Dyadic> numbers(Request q) {
    List<Factors<Dyadic>> factors =
        new ArrayList<>(q.op().has(Part.RUN) ? q.noises() : List.of(q.direction()));
    factors.add(q.at());
    return Stream.concat(
        q.m().entries().stream(), factors.stream().flatMap(f -> f.toVariables().stream()));
  }

  // Steps of a run.

  private static void runs(List<UnaryOperator<Request>> ways) {
    for (int few : new int[] {1, 2, 3}) {
      ways.add(q -> steps(q, 0, Math.min(few, q.noises().size())));
    }
    ways.add(q -> steps(q, 0, (q.noises().size() + 1) / 2));
    ways.add(q -> steps(q, q.noises().size() / 2, q.noises().size()));
    ways.add(q -> steps(q, 0, Math.max(1, q.noises().size() - 1)));
    ways.add(q -> steps(q, Math.min(1, q.noises().size() - 1), q.noises().size()));
  }

  /** The run of steps {@code from} to {@code to - 1} alone, with all states recorded. */
  public static Request steps(Request q, int from, int to) {
    return q.withRun(
        q.noises().subList(from, to), IntStream.rangeClosed(0, to - from).boxed().toList());
  }

  // Rows and columns.

  private static void shapes(List<UnaryOperator<Request>> ways) {
    IntUnaryOperator same = n -> n;
    IntUnaryOperator one = n -> 1;
    IntUnaryOperator two = n -> Math.min(n, 2);
    IntUnaryOperator half = n -> (n + 1) / 2;
    IntUnaryOperator less = n -> Math.max(1, n - 1);
    for (IntUnaryOperator to : List.of(one, two)) {
      ways.add(q -> part(q, false, to, to, to));
    }
    for (IntUnaryOperator to : List.of(one, half, less, less)) {
      ways.add(q -> part(q, false, same, same, to));
      ways.add(q -> part(q, false, to, same, same));
      ways.add(q -> part(q, false, same, to, same));
    }
    ways.add(q -> part(q, false, less, less, same)); // a square stays square
    ways.add(q -> part(q, true, less, same, same));
    ways.add(q -> part(q, true, same, less, same));
  }

  /** The request with only the first, or last, rows and columns of M, and a smaller rank. */
  private static Request part(
      Request q,
      boolean last,
      IntUnaryOperator rows,
      IntUnaryOperator columns,
      IntUnaryOperator rank) {
    int d1 = rows.applyAsInt(q.d1());
    int d2 = columns.applyAsInt(q.d2());
    int r = rank.applyAsInt(q.r());
    if (d1 == q.d1() && d2 == q.d2() && r == q.r()) {
      return q;
    }
    int row = last ? q.d1() - d1 : 0;
    int column = last ? q.d2() - d2 : 0;
    UnaryOperator<Factors<Dyadic>> cut =
        f -> new Factors<>(f.x().block(row, 0, d1, r), f.y().block(column, 0, d2, r));
    return q.withTarget(q.m().block(row, column, d1, d2)).from(cut.apply(q.at())).withNoise(cut);
  }

  // Numbers.

  private static Request everyNumber(Request q, UnaryOperator<Dyadic> change) {
    return q.map(change, "M", "X", "Y").withNoise(f -> f.map(change));
  }

  /** The step sizes 1/2 and 1/4, and the deviations 1 and 1/2, for those that are not zero. */
  private static Request unitParameters(Request q) {
    return q.withSteps(power(q.etaX(), -1), power(q.etaY(), -2))
        .withSigmas(power(q.sigma1(), 0), power(q.sigma2(), -1));
  }

  private static Dyadic power(Dyadic from, int exponent) {
    return from.signum() == 0 ? from : Dyadic.of(BigInteger.ONE, exponent);
  }

  private static Dyadic one(Dyadic d) {
    return Dyadic.of(d.signum(), 0);
  }

  /** Changes each number of a small request to zero, then to one, then to one bit. */
  private static void oneByOne(Request q, List<UnaryOperator<Request>> ways) {
    List<UnaryOperator<Dyadic>> changes =
        List.of(d -> Dyadic.ZERO, SmallerRequests::one, d -> d.roundToPrecision(1));
    for (UnaryOperator<Dyadic> change : changes) {
      for (int n = 0; n < q.d1() * q.d2(); n++) {
        int cell = n;
        ways.add(s -> s.withTarget(one(s.m(), cell, change)));
      }
      for (int n = 0; n < q.at().variables(); n++) {
        int variable = n;
        ways.add(s -> s.from(one(s.at(), variable, change)));
        ways.add(s -> s.withNoise(f -> one(f, variable, change)));
      }
    }
  }

  /** A matrix with its n-th entry changed, row by row. */
  public static Matrix<Dyadic> one(Matrix<Dyadic> m, int n, UnaryOperator<Dyadic> change) {
    return Matrix.of(
        DyadicArithmetic.INSTANCE,
        m.rows(),
        m.columns(),
        (i, j) -> i * m.columns() + j == n ? change.apply(m.get(i, j)) : m.get(i, j));
  }

  private static Factors<Dyadic> one(Factors<Dyadic> f, int n, UnaryOperator<Dyadic> change) {
    int split = f.d1() * f.r();
    return n < split
        ? new Factors<>(one(f.x(), n, change), f.y())
        : new Factors<>(f.x(), one(f.y(), n - split, change));
  }
}
