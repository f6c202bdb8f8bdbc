// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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
import org.noisygd.theory.settling.StoredDrift;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * Checks that the drift to balance survives stochastic rounding to a floating format, over all
 * random words and all outcomes of a finite noise, and that rounding to nearest loses it.
 */
final class StoredDriftChecks {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;
  private static final BigFraction LEAST = Rationals.powerOfTwo(-6);
  private static final StoredDrift.Region<BigFraction> REGION =
      new StoredDrift.Region<>(scalar(q(3, 5)), scalar(q(1, 2)), scalar(q(9, 2)));

  private StoredDriftChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "NP.drift",
            "Stored by stochastic rounding, the imbalance drifts and scatters as the theorem says",
            StoredDriftChecks::drift),
        Check.measured(
            "NP.frozen",
            "Stored to nearest, a run of bounded noise and small steps never moves",
            StoredDriftChecks::frozen));
  }

  /** M = 1, one step size. */
  private static PerturbedUpdate<BigFraction> update(BigFraction eta) {
    return new PerturbedUpdate<>(
        Matrix.identity(Q, 1), StepSizes.of(Q, eta, eta), UpdateForm.RESIDUAL);
  }

  /**
   * A run of M = 1 from x, y.
   *
   * @param eta the step size
   * @param noise the law of each entry's noise
   * @param digits the bits of the format, whose least place is 2^-6
   * @param bits the random bits of a store
   */
  private record Run(BigFraction eta, FiniteLaw noise, int digits, int bits) {
    StoredDrift<BigFraction> theorem() {
      return new StoredDrift<>(
          scalar(eta),
          scalar(noise.variance()),
          REGION,
          new StoredDrift.Store<>(
              scalar(LEAST),
              scalar(Rationals.powerOfTwo(1 - digits)),
              scalar(Rationals.powerOfTwo(-bits))));
    }

    /** The mean of D after n updates, carried on at the rate from the first time outside. */
    BigFraction mean(int n, BigFraction x, BigFraction y) {
      return mean(n, x, y, UnaryOperator.identity());
    }

    /** The mean of a function of D after n updates. */
    BigFraction mean(int n, BigFraction x, BigFraction y, UnaryOperator<BigFraction> of) {
      BigFraction imbalance = x.pow(2).subtract(y.pow(2));
      if (n == 0) {
        return of.apply(imbalance);
      }
      if (!isInside(x, y)) {
        return BigFraction.ONE.subtract(theorem().rate().value()).pow(n).multiply(imbalance);
      }
      Factors<BigFraction> point = Factors.ofVariables(Q, 1, 1, 1, List.of(x, y));
      return noise.mean(
          point,
          z -> {
            List<BigFraction> next = update(eta).apply(point, z).toVariables();
            return stored(n - 1, next.get(0), next.get(1), of);
          });
    }

    /** The mean over the two numbers that each entry may become. */
    private BigFraction stored(int n, BigFraction x, BigFraction y, UnaryOperator<BigFraction> of) {
      BigFraction sum = BigFraction.ZERO;
      for (int i = 0; i <= 1; i++) {
        for (int j = 0; j <= 1; j++) {
          BigFraction chance = chance(x, i).multiply(chance(y, j));
          if (chance.signum() != 0) {
            sum = sum.add(chance.multiply(mean(n, neighbour(x, i), neighbour(y, j), of)));
          }
        }
      }
      return sum;
    }

    /** The spacing at x: x's largest power of two times 2^(1 - digits), or the least place. */
    private BigFraction place(BigFraction x) {
      BigFraction place = LEAST;
      BigFraction twice = Rationals.powerOfTwo(digits).multiply(place);
      while (Rationals.compare(x.abs(), twice) >= 0) {
        place = place.multiply(2);
        twice = twice.multiply(2);
      }
      return place;
    }

    private BigFraction neighbour(BigFraction x, int further) {
      BigFraction size = floor(x.abs().divide(place(x))).add(further).multiply(place(x));
      return x.signum() < 0 ? size.negate() : size;
    }

    /** The chance of the number further from 0: the fraction of a place, cut to the bits. */
    private BigFraction chance(BigFraction x, int further) {
      BigFraction places = x.abs().divide(place(x));
      BigFraction words = Rationals.powerOfTwo(bits);
      BigFraction share = floor(places.subtract(floor(places)).multiply(words)).divide(words);
      return further == 1 ? share : BigFraction.ONE.subtract(share);
    }
  }

  private static boolean isInside(BigFraction x, BigFraction y) {
    return isWithin(x.multiply(y).subtract(1), REGION.residual())
        && isWithin(x, REGION.x())
        && isWithin(y, REGION.y());
  }

  private static boolean isWithin(BigFraction x, Scalar<BigFraction> bound) {
    return Rationals.compare(x.abs(), bound.value()) <= 0;
  }

  private static BigFraction floor(BigFraction x) {
    // Only numbers that are not negative come here.
    return BigFraction.of(Rationals.numerator(x).divide(Rationals.denominator(x)));
  }

  private static Scalar<BigFraction> scalar(BigFraction value) {
    return Scalar.of(Q, value);
  }

  private static void drift(Tally tally) {
    scatter(tally);
    for (int digits : new int[] {3, 4, 8}) {
      for (int bits : new int[] {2, 8}) {
        for (BigFraction eta : List.of(q(1, 100), q(1, 40))) {
          Run run = new Run(eta, FiniteLaw.likeGaussian(q(1, 10)), digits, bits);
          StoredDrift<BigFraction> theorem = run.theorem();
          BigFraction kept = BigFraction.ONE.subtract(theorem.rate().value());
          for (BigFraction y : List.of(q(4), q(3))) {
            BigFraction first = q(1, 16).subtract(y.pow(2));
            for (int n = 1; n <= 2; n++) {
              String name = "p = " + digits + ", B = " + bits + ", eta = " + eta;
              BigFraction off = run.mean(n, q(1, 4), y).subtract(kept.pow(n).multiply(first));
              tally.atMost(
                  name + ", y = " + y + ", n = " + n,
                  off.abs(),
                  theorem.after(n, theorem.error(scalar(q(1)), scalar(q(1, 20)))).value());
            }
          }
        }
      }
    }
  }

  private static void scatter(Tally tally) {
    for (int digits : new int[] {3, 4, 8}) {
      for (int bits : new int[] {2, 8}) {
        Run run = new Run(q(1, 100), FiniteLaw.likeGaussian(q(1, 10)), digits, bits);
        StoredDrift<BigFraction> theorem = run.theorem();
        Scalar<BigFraction> error = theorem.error(scalar(q(1)), scalar(q(1, 20)));
        BigFraction rate = theorem.rate().value();
        BigFraction most = theorem.scatter(scalar(q(1)), scalar(q(1, 20)), error).value();
        for (BigFraction y : List.of(q(4), q(3))) {
          BigFraction first = BigFraction.ONE.subtract(rate).multiply(q(1, 16).subtract(y.pow(2)));
          for (BigFraction sign : List.of(q(-1), q(1))) {
            BigFraction from = first.add(sign.multiply(error.value()).multiply(rate));
            tally.atMost(
                "p = " + digits + ", B = " + bits + ", y = " + y + ", " + sign,
                run.mean(1, q(1, 4), y, end -> end.subtract(from).pow(2)),
                most);
          }
        }
      }
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
