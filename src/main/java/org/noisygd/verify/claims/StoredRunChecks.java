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
import org.noisygd.number.format.StoreRounding;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.PhiloxStream;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.StoredHorizon;
import org.noisygd.theory.landscape.StoredTheorem;
import org.noisygd.theory.landscape.Theorem1;
import org.noisygd.theory.settling.StoredChain;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * Checks of what stores do to updates and whole runs: the theorems of {@code
 * proofs-notes/finite-precision.md}, over all random words and all outcomes of a finite noise.
 */
final class StoredRunChecks {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** Stands for a random word with enough bits for the whole fraction. */
  private static final int ALL_BITS = 0;

  private StoredRunChecks() {}

  static List<Check> all() {
    return List.of(
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
            "The spread of a chain on a grid lies between the two bounds of the theorem",
            StoredRunChecks::inflation),
        Check.measured(
            "NP.frozen",
            "Stored to nearest, a run of bounded noise and small steps never moves",
            StoredRunChecks::frozen));
  }

  /** The stored iterate, and the exact one with the same noise; M = 1. */
  private record Pair(List<BigFraction> stored, List<BigFraction> exact) {
    BigFraction distance() {
      BigFraction x = stored.get(0).subtract(exact.get(0));
      return x.pow(2).add(stored.get(1).subtract(exact.get(1)).pow(2));
    }
  }

  /** Updates with noise of random signs, whose iterates are stored on a grid. */
  private record Setting(BigFraction eta, BigFraction noise, BigFraction spacing, int bits) {
    /** The mean of f over all runs that continue a run by n updates. */
    BigFraction mean(int n, List<Pair> run, Function<List<Pair>, BigFraction> f) {
      if (n == 0) {
        return f.apply(run);
      }
      PerturbedUpdate<BigFraction> update = update(eta);
      Pair now = run.get(run.size() - 1);
      return FiniteLaw.signs(noise)
          .mean(
              point(now.stored()),
              z -> {
                List<BigFraction> exact = update.apply(point(now.exact()), z).toVariables();
                return meanStored(
                    update.apply(point(now.stored()), z).toVariables(),
                    spacing,
                    bits,
                    stored -> {
                      List<Pair> longer = new ArrayList<>(run);
                      longer.add(new Pair(stored, exact));
                      return mean(n - 1, longer, f);
                    });
              });
    }

    /** The probability that f exceeds the level at some time between {@code from} and n. */
    BigFraction probability(
        int from, int n, Pair start, Function<Pair, BigFraction> f, BigFraction level) {
      return mean(
          n,
          List.of(start),
          run ->
              run.subList(from, n + 1).stream()
                      .anyMatch(pair -> Rationals.compare(f.apply(pair), level) > 0)
                  ? BigFraction.ONE
                  : BigFraction.ZERO);
    }

    /** A bound on the mean square error of one store. */
    Scalar<BigFraction> store() {
      return scalar(spacing.pow(2).multiply(q(1, 4).add(share())).multiply(2));
    }

    /** The most that a mean of a store is short, as a share of a place. */
    BigFraction share() {
      return bits == ALL_BITS ? BigFraction.ZERO : Rationals.powerOfTwo(-bits);
    }
  }

  private static Factors<BigFraction> point(List<BigFraction> variables) {
    return Factors.ofVariables(Q, 1, 1, 1, variables);
  }

  /** M = 1, one step size. */
  static PerturbedUpdate<BigFraction> update(BigFraction eta) {
    return new PerturbedUpdate<>(
        Matrix.identity(Q, 1), StepSizes.of(Q, eta, eta), UpdateForm.RESIDUAL);
  }

  private static Pair last(List<Pair> run) {
    return run.get(run.size() - 1);
  }

  /** Tests all outcomes of two updates, with d1 = d2 = 1, random signs, spacing 2^-30. */
  private static void convergence(Tally tally) {
    List<BigFraction> at = List.of(q(5, 4), q(3, 4));
    Pair start = new Pair(at, at);
    for (int bits : new int[] {4, 10, 20}) {
      for (BigFraction eta : List.of(q(1, 10_000_000), q(1, 100))) {
        Setting setting = new Setting(eta, q(1, 4), Rationals.powerOfTwo(-30), bits);
        Theorem1<BigFraction> exact =
            new Theorem1<>(RationalProblem.lemma3(1, 1, q(1), q(1, 16)), scalar(eta));
        StoredTheorem<BigFraction> theorem =
            StoredTheorem.ofGrid(
                exact, scalar(setting.spacing()), bits, scalar(q(3, 2)), scalar(q(11)));
        Function<Pair, BigFraction> excess = pair -> exact.excess(point(pair.stored())).value();
        Scalar<BigFraction> first = scalar(excess.apply(start));
        for (int n = 0; n <= 2; n++) {
          String name = "B = " + bits + ", eta = " + eta + ", n = " + n;
          tally.atMost(
              name + ", mean",
              setting.mean(n, List.of(start), run -> excess.apply(last(run))),
              theorem.mean(n, first).value());
          for (BigFraction part : List.of(q(1, 2), q(1), q(2))) {
            Scalar<BigFraction> level = scalar(first.value().multiply(part));
            tally.atMost(
                name + ", above " + level,
                setting.probability(n / 2, n, start, excess, level.value()),
                theorem.probability(n / 2, n, first, level).value());
          }
          Scalar<BigFraction> far = scalar(setting.spacing().pow(2));
          tally.atMost(
              name + ", a place from the exact run",
              setting.probability(0, n, start, Pair::distance, far.value()),
              theorem.apart(n, setting.store(), scalar(q(0)), far).value());
        }
      }
    }
  }

  /** The mean of f over the stored values of two entries on a grid, each with its own word. */
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

  /** The chance of the upper neighbour (the fraction, cut to some bits) or of the lower one. */
  private static BigFraction chance(BigFraction x, BigFraction spacing, int bits, int up) {
    BigFraction places = x.divide(spacing);
    BigFraction share = places.subtract(floor(places));
    if (bits != ALL_BITS) {
      BigFraction words = Rationals.powerOfTwo(bits);
      share = floor(share.multiply(words)).divide(words);
    }
    return up == 1 ? share : BigFraction.ONE.subtract(share);
  }

  /** Tests two updates from one point, or from two, with d1 = d2 = 1, M = 1 and random signs. */
  private static void horizon(Tally tally) {
    for (BigFraction spacing : List.of(q(1, 64), q(1, 1024))) {
      for (BigFraction eta : List.of(q(1, 1000), q(1, 40))) {
        for (int bits : new int[] {ALL_BITS, 4}) {
          Setting setting = new Setting(eta, q(1, 4), spacing, bits);
          // Two updates of less than 1/10 and their stores leave x below 13/8 and y below 5/4.
          StoredHorizon<BigFraction> bound =
              new StoredHorizon<>(
                  scalar(eta),
                  scalar(q(1)),
                  scalar(setting.noise().pow(2)),
                  scalar(q(9, 2)),
                  setting.store(),
                  scalar(spacing.multiply(setting.share()).pow(2).multiply(2)));
          for (BigFraction apart : List.of(q(0), q(1, 16))) {
            Pair start = new Pair(List.of(q(5, 4), q(3, 4)), List.of(q(5, 4), q(3, 4).add(apart)));
            for (int n = 0; n <= 2; n++) {
              String name = "D = " + spacing + ", eta = " + eta + ", B = " + bits;
              name += ", from " + apart + ", n = " + n;
              Scalar<BigFraction> most = bound.distance(n, scalar(apart.pow(2)));
              tally.atMost(
                  name, setting.mean(n, List.of(start), run -> last(run).distance()), most.value());
              BigFraction level = apart.pow(2).add(spacing.pow(2));
              tally.atMost(
                  name + ", above " + level,
                  setting.probability(0, n, start, Pair::distance, level),
                  most.over(scalar(level)).value());
            }
          }
        }
      }
    }
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

  /** Tests the law of the chain on the places k of the grid, for noise of +-size/8 places. */
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

  /**
   * The step size below which no entry of one factor moves, however long a run is: an update of X
   * is at most etaX d2 (r A^2 + mu) A, where perturbed entries are at most A and entries of M at
   * most mu. The update is lost if that is below the room of every entry of X; for Y, d1 replaces
   * d2. Proved (NP.frozen) for exact updates.
   *
   * @param d the rows of the other factor
   * @param r the rank
   * @param entries A
   * @param target mu
   * @param room the least room of an entry of this factor
   */
  private static double frozenStep(int d, int r, double entries, double target, double room) {
    return room / (d * ((r * entries * entries + target) * entries));
  }

  /** Half the distance from a number of the format to its nearer neighbour. */
  private static double room(BinaryFormat format, double x) {
    double size = Math.abs(x);
    double inner =
        size == 0 ? format.spacing(0) : size - format.round(Math.nextDown(size), Directed.ZERO, 0);
    return Math.min(inner, format.spacing(x)) / 2;
  }

  private static void frozen(Tally tally) {
    for (String name : List.of("bfloat16", "e4m3-ieee", "binary16")) {
      BinaryFormat format = BinaryFormat.named(name);
      List<Double> start = List.of(1.0, -0.75, 1.25, 2.0, 0.5, 1.5, -1.0, 0.875, 1.75, 1.125);
      double bound = 0.5;
      double room = start.stream().mapToDouble(x -> room(format, x)).min().orElse(0);
      double entries = 2 + bound;
      double etaX = frozenStep(3, 2, entries, 1, room);
      double etaY = frozenStep(2, 2, entries, 1, room);
      // The update is computed in doubles: a millionth less allows for its roundings.
      boolean stays = isStill(format, start, bound, etaX * (1 - 1e-6), etaY * (1 - 1e-6));
      tally.holds(name + ", below the step size", stays, "moved");
      boolean moves = !isStill(format, start, bound, 100 * etaX, 100 * etaY);
      tally.holds(name + ", far above it", moves, "did not move");
    }
  }

  /** Whether 200 updates of a 2 x 3 problem of rank 2 leave every entry unchanged. */
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
