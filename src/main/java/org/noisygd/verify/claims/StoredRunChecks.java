// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding.Directed;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.number.format.StoreRounding;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.PhiloxStream;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.StoredHorizon;
import org.noisygd.theory.landscape.StoredTheorem;
import org.noisygd.theory.landscape.Theorem1;
import org.noisygd.theory.rounding.FrozenStep;
import org.noisygd.theory.settling.StoredChain;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * What stores do to updates and whole runs: the theorems of {@code
 * proofs-notes/finite-precision.md} against all random words and all outcomes of a finite noise.
 */
public final class StoredRunChecks {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;
  private static final int RANDOM_BITS = 5;

  /** Stands for a word that decides by the whole fraction. */
  private static final int ALL_BITS = 0;

  private StoredRunChecks() {}

  /** All checks of this class. */
  public static List<Check> all() {
    return List.of(
        Check.exact(
            "NP.store",
            "A stochastic store adds its variance to an update's, and to the mean imbalance",
            StoredRunChecks::store),
        Check.exact(
            "NP.convergence",
            "With a random store the mean excess is below its bound, which the store raises",
            StoredRunChecks::convergence),
        Check.exact(
            "NP.horizon",
            "For a time a stored run stays as near to the exact one in the mean as the theorem says",
            StoredRunChecks::horizon),
        Check.exact(
            "NP.inflation",
            "A chain on a grid spreads as far as the theorem says at least, and no farther than at most",
            StoredRunChecks::inflation),
        Check.measured(
            "NP.frozen",
            "Stored to nearest, a run of bounded noise and small steps never moves",
            StoredRunChecks::frozen));
  }

  private static void store(Tally tally) {
    store(tally, 5.0 / 4, 3.0 / 4, q(1, 4), q(1, 8));
    store(tally, -3.0 / 2, 1.0 / 2, q(1, 2), q(1, 16));
    store(tally, 5.0 / 2, -1.0, q(1, 2), q(1, 16));
  }

  /** M = 1, numbers of 3 bits, noise of random signs; 5 random bits hold every update. */
  private static void store(Tally tally, double x, double y, BigFraction noise, BigFraction eta) {
    BinaryFormat format = BinaryFormat.ofPrecision(3);
    StoreRounding store = new StoreRounding(format, new StochasticRounding(RANDOM_BITS, false));
    PerturbedUpdate<BigFraction> update = update(Matrix.identity(Q, 1), eta);
    Factors<BigFraction> at = RationalProblem.scalars(Rationals.of(x), Rationals.of(y));
    List<BigFraction> m =
        FiniteLaw.signs(noise)
            .means(
                at,
                z -> {
                  List<BigFraction> next = update.apply(at, z).toVariables();
                  List<BigFraction> all = moments(next.get(0), next.get(1));
                  all.addAll(stored(store, next.get(0), next.get(1)));
                  all.add(variance(format, next.get(0)));
                  all.add(variance(format, next.get(1)));
                  return all;
                });
    String name = "(" + x + ", " + y + ")";
    tally.equal(name + ", mean of x", m.get(5), m.get(0));
    tally.equal(name + ", mean of y", m.get(6), m.get(1));
    tally.equal(name + ", square of x", m.get(7), m.get(2).add(m.get(10)));
    tally.equal(name + ", square of y", m.get(8), m.get(3).add(m.get(11)));
    tally.equal(name + ", product", m.get(9), m.get(4));
    tally.equal(
        name + ", imbalance",
        m.get(7).subtract(m.get(8)).subtract(m.get(2).subtract(m.get(3))),
        m.get(10).subtract(m.get(11)));
  }

  private static PerturbedUpdate<BigFraction> update(Matrix<BigFraction> m, BigFraction eta) {
    return new PerturbedUpdate<>(m, StepSizes.of(Q, eta, eta), UpdateForm.RESIDUAL);
  }

  /** x, y, x^2, y^2, x y. */
  private static List<BigFraction> moments(BigFraction x, BigFraction y) {
    return new ArrayList<>(List.of(x, y, x.pow(2), y.pow(2), x.multiply(y)));
  }

  /** The means of the same over all pairs of words. */
  private static List<BigFraction> stored(StoreRounding store, BigFraction x, BigFraction y) {
    List<BigFraction> sums = moments(BigFraction.ZERO, BigFraction.ZERO);
    long words = 1L << RANDOM_BITS;
    for (long a = 0; a < words; a++) {
      for (long b = 0; b < words; b++) {
        double sx = store.round(Rationals.roundToDouble(x), StoreChecks.word(a, RANDOM_BITS));
        double sy = store.round(Rationals.roundToDouble(y), StoreChecks.word(b, RANDOM_BITS));
        List<BigFraction> one = moments(Rationals.of(sx), Rationals.of(sy));
        for (int k = 0; k < sums.size(); k++) {
          sums.set(k, sums.get(k).add(one.get(k)));
        }
      }
    }
    sums.replaceAll(sum -> sum.divide(Rationals.powerOfTwo(2 * RANDOM_BITS)));
    return sums;
  }

  /** (x - lo) (hi - x). */
  private static BigFraction variance(BinaryFormat format, BigFraction x) {
    double rounded = Rationals.roundToDouble(x);
    BigFraction low = Rationals.of(format.round(rounded, Directed.DOWN, 0));
    BigFraction high = Rationals.of(format.round(rounded, Directed.UP, 0));
    return x.subtract(low).multiply(high.subtract(x));
  }

  /** d1 = d2 = 1, random signs, a grid of spacing 2^-30, two updates, all outcomes. */
  private static void convergence(Tally tally) {
    BigFraction spacing = Rationals.powerOfTwo(-30);
    for (int bits : new int[] {4, 10, 20}) {
      for (BigFraction eta : List.of(q(1, 10_000_000), q(1, 100))) {
        Theorem1<BigFraction> exact =
            new Theorem1<>(RationalProblem.lemma3(1, 1, q(1), q(1, 16)), scalar(eta));
        StoredTheorem<BigFraction> theorem =
            StoredTheorem.ofGrid(exact, scalar(spacing), bits, scalar(q(3, 2)));
        Factors<BigFraction> start = RationalProblem.scalars(q(5, 4), q(3, 4));
        for (int n = 0; n <= 2; n++) {
          tally.atMost(
              "B = " + bits + ", eta = " + eta + ", n = " + n,
              meanExcess(exact, spacing, bits, n, start),
              theorem.mean(n, exact.excess(start), scalar(q(11))).value());
        }
      }
    }
  }

  /** The mean over the signs of the noise and over what each entry is stored as. */
  private static BigFraction meanExcess(
      Theorem1<BigFraction> theorem,
      BigFraction spacing,
      int bits,
      int n,
      Factors<BigFraction> at) {
    if (n == 0) {
      return theorem.excess(at).value();
    }
    PerturbedUpdate<BigFraction> update = update(theorem.problem().target(), theorem.eta().value());
    return FiniteLaw.signs(q(1, 4))
        .mean(
            at,
            noise -> {
              List<BigFraction> next = update.apply(at, noise).toVariables();
              return meanStored(
                  next,
                  spacing,
                  bits,
                  stored ->
                      meanExcess(
                          theorem, spacing, bits, n - 1, Factors.ofVariables(Q, 1, 1, 1, stored)));
            });
  }

  /** The mean of f over what two entries are stored as, on a grid, each with its own word. */
  private static BigFraction meanStored(
      List<BigFraction> exact,
      BigFraction spacing,
      int bits,
      Function<List<BigFraction>, BigFraction> f) {
    BigFraction sum = BigFraction.ZERO;
    for (int x = 0; x <= 1; x++) {
      for (int y = 0; y <= 1; y++) {
        BigFraction chance =
            chance(exact.get(0), spacing, bits, x).multiply(chance(exact.get(1), spacing, bits, y));
        sum =
            sum.add(
                chance.multiply(
                    f.apply(
                        List.of(
                            neighbour(exact.get(0), spacing, x),
                            neighbour(exact.get(1), spacing, y)))));
      }
    }
    return sum;
  }

  private static BigFraction floor(BigFraction x) {
    // The entries of these runs are positive.
    return BigFraction.of(Rationals.numerator(x).divide(Rationals.denominator(x)));
  }

  private static BigFraction neighbour(BigFraction x, BigFraction spacing, int up) {
    return floor(x.divide(spacing)).add(up).multiply(spacing);
  }

  /** The chance of the upper neighbour, the fraction cut to so many bits, or of the lower one. */
  private static BigFraction chance(BigFraction x, BigFraction spacing, int bits, int up) {
    BigFraction places = x.divide(spacing);
    BigFraction share = places.subtract(floor(places));
    if (bits != ALL_BITS) {
      BigFraction words = Rationals.powerOfTwo(bits);
      share = floor(share.multiply(words)).divide(words);
    }
    return up == 1 ? share : BigFraction.ONE.subtract(share);
  }

  /** d1 = d2 = 1, M = 1, random signs, two updates from one point, or from two. */
  private static void horizon(Tally tally) {
    BigFraction noise = q(1, 4);
    for (BigFraction spacing : List.of(q(1, 64), q(1, 1024))) {
      for (BigFraction eta : List.of(q(1, 1000), q(1, 40))) {
        // Two updates of less than 1/10 and their stores leave x below 13/8 and y below 5/4.
        StoredHorizon<BigFraction> bound =
            new StoredHorizon<>(
                scalar(eta),
                scalar(q(1)),
                scalar(noise.pow(2)),
                scalar(q(9, 2)),
                scalar(spacing.pow(2).divide(2)));
        for (BigFraction apart : List.of(q(0), q(1, 16))) {
          List<BigFraction> at = List.of(q(5, 4), q(3, 4));
          List<BigFraction> exact = List.of(q(5, 4), q(3, 4).add(apart));
          for (int n = 0; n <= 2; n++) {
            tally.atMost(
                "D = " + spacing + ", eta = " + eta + ", from " + apart + ", n = " + n,
                distance(eta, noise, spacing, n, at, exact),
                bound.distance(n, scalar(apart.pow(2))).value());
          }
        }
      }
    }
  }

  /** The mean squared distance over the signs of the noise and over what is stored, all bits. */
  private static BigFraction distance(
      BigFraction eta,
      BigFraction size,
      BigFraction spacing,
      int n,
      List<BigFraction> at,
      List<BigFraction> exact) {
    if (n == 0) {
      return at.get(0).subtract(exact.get(0)).pow(2).add(at.get(1).subtract(exact.get(1)).pow(2));
    }
    PerturbedUpdate<BigFraction> update = update(Matrix.identity(Q, 1), eta);
    Factors<BigFraction> stored = Factors.ofVariables(Q, 1, 1, 1, at);
    Factors<BigFraction> twin = Factors.ofVariables(Q, 1, 1, 1, exact);
    return FiniteLaw.signs(size)
        .mean(
            stored,
            noise -> {
              List<BigFraction> other = update.apply(twin, noise).toVariables();
              return meanStored(
                  update.apply(stored, noise).toVariables(),
                  spacing,
                  ALL_BITS,
                  next -> distance(eta, size, spacing, n - 1, next, other));
            });
  }

  private static void inflation(Tally tally) {
    BigFraction spacing = q(1, 8);
    for (int pull : new int[] {1, 2, 4}) {
      for (int size : new int[] {1, 5, 8, 19}) {
        for (int start : new int[] {0, 3}) {
          chain(tally, new StoredChain<>(scalar(q(pull, 8)), scalar(spacing)), pull, size, start);
        }
      }
    }
  }

  private static Scalar<BigFraction> scalar(BigFraction value) {
    return Scalar.of(Q, value);
  }

  /** The law of the chain on the places k of the grid, for noise of +-size/8 places. */
  private static void chain(
      Tally tally, StoredChain<BigFraction> chain, int pull, int size, int start) {
    BigFraction square = chain.spacing().value().pow(2);
    Scalar<BigFraction> z = chain.spacing().times(start);
    Scalar<BigFraction> noise = chain.spacing().times(size).over(8);
    Map<Long, BigFraction> law = Map.of((long) start, BigFraction.ONE);
    for (int n = 0; n <= 12; n++) {
      BigFraction mean = BigFraction.ZERO;
      Map<Long, BigFraction> next = new TreeMap<>();
      for (Map.Entry<Long, BigFraction> one : law.entrySet()) {
        long k = one.getKey();
        mean = mean.add(one.getValue().multiply(q(k * k)));
        for (int sign : new int[] {-1, 1}) {
          long eighths = (8 - pull) * k + (long) sign * size;
          long up = Math.floorMod(eighths, 8);
          BigFraction half = one.getValue().divide(16);
          next.merge(Math.floorDiv(eighths, 8), half.multiply(q(8 - up)), BigFraction::add);
          next.merge(Math.floorDiv(eighths, 8) + 1, half.multiply(q(up)), BigFraction::add);
        }
      }
      mean = mean.multiply(square);
      String name = "a = " + chain.pull() + ", xi = +-" + noise + ", z = " + z + ", n = " + n;
      tally.atMost(name + ", least", chain.leastMeanSquare(n, z, noise).value(), mean);
      tally.atMost(name + ", most", mean, chain.mostMeanSquare(n, z, noise.squared()).value());
      law = next;
    }
  }

  private static void frozen(Tally tally) {
    for (String name : List.of("bfloat16", "e4m3-ieee", "binary16")) {
      BinaryFormat format = BinaryFormat.named(name);
      List<Double> start = List.of(1.0, -0.75, 1.25, 2.0, 0.5, 1.5, -1.0, 0.875, 1.75, 1.125);
      double bound = 0.5;
      double room = start.stream().mapToDouble(x -> FrozenStep.room(format, x)).min().orElse(0);
      double entries = 2 + bound;
      double etaX = FrozenStep.of(3, 2, entries, 1, room);
      double etaY = FrozenStep.of(2, 2, entries, 1, room);
      // The update is computed in doubles: a millionth less allows for their roundings.
      boolean stays = isStill(format, start, bound, etaX * (1 - 1e-6), etaY * (1 - 1e-6));
      tally.holds(name + ", below the step size", stays, "moved");
      boolean moves = !isStill(format, start, bound, 100 * etaX, 100 * etaY);
      tally.holds(name + ", far above it", moves, "did not move");
    }
  }

  /** Whether 200 updates of a 2 x 3 problem of rank 2 leave every entry as it is. */
  private static boolean isStill(
      BinaryFormat format, List<Double> start, double bound, double etaX, double etaY) {
    Binary64 f = Binary64.INSTANCE;
    StoreRounding store = new StoreRounding(format, Directed.NEAREST);
    PerturbedUpdate<Double> update =
        new PerturbedUpdate<>(
            Matrix.of(f, new double[][] {{1, -0.5, 0.25}, {0, 1, -1}}),
            StepSizes.of(f, etaX, etaY),
            UpdateForm.RESIDUAL);
    List<Double> now = start;
    for (int t = 0; t < 200; t++) {
      PhiloxStream words = new PhiloxStream(0x66726f7a656eL, 0, 0, t, 0, 0); // "frozen" in ASCII
      List<Double> noise = new ArrayList<>();
      for (int i = 0; i < start.size(); i++) {
        noise.add(bound * ((words.word(i) >> 11) * 0x1p-52));
      }
      List<Double> next =
          update
              .apply(Factors.ofVariables(f, 2, 3, 2, now), Factors.ofVariables(f, 2, 3, 2, noise))
              .toVariables();
      now = next.stream().map(x -> store.round(x, 0)).toList();
    }
    return now.equals(start);
  }
}
