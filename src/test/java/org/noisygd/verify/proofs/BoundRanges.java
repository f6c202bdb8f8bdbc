// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.AnyStart;
import org.noisygd.theory.landscape.BalanceBound;
import org.noisygd.theory.landscape.BoundedNoise;
import org.noisygd.theory.landscape.FromSaddle;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.ObjectiveBound;
import org.noisygd.theory.landscape.OrbitBound;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.StoredHorizon;
import org.noisygd.theory.landscape.StoredTheorem;
import org.noisygd.theory.landscape.Theorem1;

/**
 * Where each proved bound says something: {@code proofs-notes/coq/ranges.tsv}, a table beside the
 * claims. The bounds are those of {@code theory}; only the times are chosen here, near those at
 * which a bound is least, so that each line is a bound that is proved. Computed with {@value
 * #DIGITS} digits, since 1 - rho eta has few in binary64.
 */
final class BoundRanges {
  private static final int DIGITS = 100;
  private static final DecimalArithmetic A = DecimalArithmetic.ofDigits(DIGITS);
  private static final Scalar<BigDecimal> LIMIT = scalar("0.1");
  private static final Scalar<BigDecimal> LEVEL = scalar("0.01");
  private static final Scalar<BigDecimal> S = scalar("0.0625");

  /** The level s eps^2/4, at which the iterate is within eps = 1/5 of an optimum. */
  private static final Scalar<BigDecimal> NEAR = scalar("0.000625");

  /** The greatest digit. */
  private static final int GREATEST_DIGIT = 9;

  /** The least step size that is tried on a grid is 10^-LEAST. */
  private static final int LEAST = 50;

  /** The finest grid that is tried has the spacing 2^-FINEST. */
  private static final int FINEST = 64;

  /** 2^-POWERS is below {@link #LIMIT} by far, so that no greater power p is of use. */
  private static final int POWERS = 60;

  /** Grids of the spacing 2^-k of bfloat16, binary16 and binary32 below 1. */
  private static final int[] GRIDS = {8, 11, 24};

  private BoundRanges() {}

  /** A bound, and the first time of which it speaks. */
  private record Bound(Scalar<BigDecimal> value, BigInteger from) {}

  /** The file: a source, theorems in it that share a bound, and where it says something. */
  static String table() {
    String below = "E_0 = 1/4: " + largest(eta -> below(eta, LEVEL));
    String near = "E_0 = 1/4, eps = 1/5: " + largest(eta -> below(eta, NEAR));
    String every =
        Text.format(
            "20 x 30, from the saddle: %s; 20 x 30, from x = 5u, y = 5v: %s",
            largest(eta -> everyStart(eta, 20, 30, 2, LEVEL)),
            largest(eta -> everyStart(eta, 20, 30, 26, LEVEL)));
    String everyNear =
        "20 x 30, from the saddle, eps = 1/5: " + largest(eta -> everyStart(eta, 20, 30, 2, NEAR));
    String line = "from the saddle: " + largest(eta -> everyStart(eta, 1, 1, 2, LEVEL));
    String powers = "E_0 = 3/25, level 1/50, n = 1/eta^2: " + largest(BoundRanges::boundedNoise);
    String saddle = "20 x 30, level 1/50, n = 1/eta^2: " + largest(BoundRanges::fromSaddle);
    String grid = "E_0 = 1/4, all bits: " + widest(BoundRanges::probability);
    String mean = "all bits, n to infinity: " + widest(stored -> stored.mean(0, scalar("0")));
    String horizon = horizon();
    String anyStart =
        "rank 2, M = A B^T, from (2A, B/2), level 1/100 of the start: "
            + largest(BoundRanges::balanceAnyStart);
    String orbit =
        "rank 2, M = A B^T, W_0 = c^2/2, level 1/100 of W_0: " + largest(BoundRanges::orbit);
    StringBuilder table = new StringBuilder("file\ttheorems\tsays\n");
    for (String[] row :
        List.of(
            new String[] {"main/Main.v", "theorem_1", everyNear},
            new String[] {"main/Main.v", "theorem_1_local", near},
            new String[] {"main/Main.v", "theorem_1_bounded_noise", powers},
            new String[] {"main/Main.v", "theorem_1_from_saddle", saddle},
            new String[] {"theorem1/LocalTheorem.v", "theorem_local", below},
            new String[] {"theorem1/Signs.v", "signs_count", below},
            new String[] {"theorem1/GaussianTheorem.v", "gaussian_local", below},
            new String[] {"theorem1/TheoremOne.v", "theorem_one", every},
            new String[] {"theorem1/SignsAnyStart.v", "signs_any_start", every},
            new String[] {"theorem1/GaussianTheorem.v", "gaussian_any_start", every},
            new String[] {"theorem1/Line.v", "theorem_line", line},
            new String[] {"theorem1/FromSaddle.v", "theorem_from_saddle", saddle},
            new String[] {"theorem1/PowerBound.v", "theorem_bounded_noise", powers},
            new String[] {"theorem1/SignsPower.v", "signs_power", powers},
            new String[] {
              "theorem1/Balance.v",
              "balance_local",
              "D_0^2 = 1, level 1/100 of D^2: " + largest(BoundRanges::balance)
            },
            new String[] {"theorem1/AnyStartBalance.v", "balance_any_start_signs", anyStart},
            new String[] {"theorem1/OrbitConvergence.v", "orbit_converges_signs", orbit},
            new String[] {"theorem1/StoredTheorem.v", "stored_local_mean", mean},
            new String[] {"theorem1/StoredProbability.v", "stored_theorem", grid},
            new String[] {"theorem1/GridRun.v", "grid_run", grid},
            new String[] {"theorem1/FiniteHorizon.v", "finite_horizon", horizon})) {
      table.append(String.join("\t", row)).append('\n');
    }
    return table.toString();
  }

  /** The largest step size of one digit at which a bound is at most 1/10. */
  private static String largest(Function<Scalar<BigDecimal>, Optional<Bound>> bound) {
    int decade = 1;
    while (good(bound, 1, decade).isEmpty()) {
      decade++;
    }
    int digit = GREATEST_DIGIT;
    while (good(bound, digit, decade).isEmpty()) {
      digit--;
    }
    BigInteger from = good(bound, digit, decade).orElseThrow().from();
    return "eta = " + digit + "e-" + decade + ", t1 = " + shown(from);
  }

  private static Optional<Bound> good(
      Function<Scalar<BigDecimal>, Optional<Bound>> bound, int digit, int decade) {
    return bound
        .apply(scalar(digit + "e-" + decade))
        .filter(found -> !LIMIT.isLessThan(found.value()));
  }

  private static Optional<Bound> below(Scalar<BigDecimal> eta, Scalar<BigDecimal> level) {
    return when(eta.times(20))
        .map(
            holds -> {
              Theorem1<BigDecimal> theorem = theorem(eta, 1, 1);
              Scalar<BigDecimal> start = scalar("0.25");
              Scalar<BigDecimal> step = theorem.escape(2).plus(theorem.stepNoise().over(level));
              BigInteger from = least(step, start.over(level), eta.times(S).over(5));
              long t = from.longValueExact();
              return new Bound(theorem.probability(t, 2 * t, start, level), from);
            });
  }

  private static Optional<Bound> everyStart(
      Scalar<BigDecimal> eta, int d1, int d2, int root, Scalar<BigDecimal> level) {
    Scalar<BigDecimal> h = scalar(Integer.toString(root));
    Scalar<BigDecimal> rho = S.squared().times(d1 + d2).over(d1 * d2).over(h.power(4).times(100));
    return when(eta.times(70).over(rho.squared()))
        .map(
            holds -> {
              Scalar<BigDecimal> most = rho.times(h).times(eta.over(3).sqrt());
              Scalar<BigDecimal> nu = most.times(999).over(1000);
              var theorem = new AnyStart<>(theorem(eta, d1, d2), h, nu);
              Scalar<BigDecimal> none = scalar("0");
              Scalar<BigDecimal> noise = eta.over(S).squared().times(h.power(6)).times(2 * 65);
              Scalar<BigDecimal> step = theorem.leaves(BigInteger.TWO).plus(noise.over(level));
              Scalar<BigDecimal> idle =
                  theorem
                      .perpendicular(BigInteger.ZERO, BigInteger.ONE, none)
                      .minus(theorem.perpendicular(BigInteger.ZERO, BigInteger.ZERO, none));
              BigInteger m =
                  least(
                      step.plus(idle),
                      theorem.escape(BigInteger.ZERO),
                      rho.times(eta).times(3).over(64));
              BigInteger from = m.add(least(step, h.squared().over(level), eta.times(S).over(5)));
              return new Bound(
                  theorem.probability(BigInteger.ZERO, m, from, from.shiftLeft(1), none, level),
                  from);
            });
  }

  private static Optional<Bound> boundedNoise(Scalar<BigDecimal> eta) {
    Scalar<BigDecimal> level = scalar("0.02");
    Scalar<BigDecimal> start = scalar("0.12");
    long to = eta.squared().inverse().value().longValue();
    return IntStream.rangeClosed(1, POWERS)
        .mapToObj(
            p -> {
              Scalar<BigDecimal> most = eta.times(8300).times(p).times(S).over(level);
              return when(most)
                  .flatMap(h -> when(eta.times(10_000).over(level)))
                  .flatMap(h -> when(eta.times(100).over(S.power(3))))
                  .map(
                      h -> {
                        var theorem = new BoundedNoise<>(theorem(eta, 1, 1), level, p);
                        Scalar<BigDecimal> above = start.over(level).plus(scalar("0.125")).power(p);
                        BigInteger from = least(theorem.rate().over(100), above, theorem.rate());
                        long t = Math.min(from.longValueExact(), to);
                        return new Bound(theorem.probability(t, to, start), BigInteger.valueOf(t));
                      });
            })
        .flatMap(Optional::stream)
        .min(Comparator.comparing(bound -> bound.value().value()));
  }

  private static Optional<Bound> fromSaddle(Scalar<BigDecimal> eta) {
    return when(eta.times(12 * 11_000).over(S))
        .map(
            holds -> {
              var below = new BoundedNoise<>(theorem(eta, 20, 30), scalar("0.02"), 32);
              var theorem = new FromSaddle<>(below, S.over(300));
              long unit = eta.inverse().value().longValue();
              Scalar<BigDecimal> value =
                  theorem.probability(1280 * unit, 1440 * unit, unit * unit, scalar("0"));
              return new Bound(value, BigInteger.valueOf(2720 * unit));
            });
  }

  private static Optional<Bound> balance(Scalar<BigDecimal> eta) {
    return when(eta.times(20))
        .map(
            holds -> {
              Theorem1<BigDecimal> theorem = theorem(eta, 1, 1);
              BalanceBound<BigDecimal> balance = BalanceBound.of(theorem);
              Scalar<BigDecimal> start = scalar("1");
              Scalar<BigDecimal> step = theorem.escape(2).plus(balance.stepNoise().over(LEVEL));
              BigInteger from = least(step, start.over(LEVEL), eta.times(S).times(4));
              long t = from.longValueExact();
              return new Bound(
                  theorem.escape(2 * t).plus(balance.probability(t, 2 * t, start, LEVEL)), from);
            });
  }

  /**
   * Random signs with c = 1/16, h = 1. A and B have two orthonormal columns, so that at (2A, B/2) F
   * is 0, Fs is c (8 + 1/2)/2 and D_0 is 15/4 of the identity.
   */
  private static Optional<Bound> balanceAnyStart(Scalar<BigDecimal> eta) {
    var objective = new ObjectiveBound<>(eta, S, scalar("0.25"), scalar("1"));
    BalanceBound<BigDecimal> balance = objective.balance();
    Scalar<BigDecimal> start = scalar("28.125");
    Scalar<BigDecimal> level = start.over(100);
    Scalar<BigDecimal> leaves = objective.leaves(S.times(17).over(4));
    Scalar<BigDecimal> step = leaves.times(2).plus(balance.stepNoise().over(level));
    BigInteger from = least(step, scalar("100"), balance.rate());
    long t = from.longValueExact();
    Scalar<BigDecimal> left = leaves.times(scalar(Long.toString(2 * t)));
    return Optional.of(new Bound(left.plus(balance.probability(t, 2 * t, start, level)), from));
  }

  /**
   * Random signs with c = 1/16, h = 1/2. M has the singular values 1, 1, so 2 min Fs = 62/256 and
   * delta = 15/16.
   */
  private static Optional<Bound> orbit(Scalar<BigDecimal> eta) {
    var objective = new ObjectiveBound<>(eta, S, scalar("0.25"), scalar("0.5"));
    var orbit = new OrbitBound<>(objective, S.over(2), S.squared());
    Scalar<BigDecimal> start = S.squared().over(2);
    Scalar<BigDecimal> level = start.over(100);
    Scalar<BigDecimal> leaves = orbit.leaves(start);
    Scalar<BigDecimal> step = leaves.times(2).plus(orbit.stepNoise().over(level));
    BigInteger from = least(step, scalar("100"), orbit.rate());
    long t = from.longValueExact();
    Scalar<BigDecimal> left = leaves.times(scalar(Long.toString(2 * t)));
    return Optional.of(new Bound(left.plus(orbit.probability(t, 2 * t, start, level)), from));
  }

  /**
   * The widest grid, by powers of two, on which some step size has a bound of at most 1/10. A bound
   * grows with the spacing.
   */
  private static String widest(Function<StoredTheorem<BigDecimal>, Scalar<BigDecimal>> bound) {
    int fine = FINEST;
    for (int wide = -1; fine - wide > 1; ) {
      int middle = (fine + wide) / 2;
      Scalar<BigDecimal> spread = scalar("2").power(middle).inverse();
      boolean says =
          IntStream.rangeClosed(2, LEAST)
              .mapToObj(e -> bound.apply(stored(scalar("1e-" + e), spread)))
              .anyMatch(value -> !LIMIT.isLessThan(value));
      if (says) {
        fine = middle;
      } else {
        wide = middle;
      }
    }
    return "h sqrt(d1 + d2) at most 2^-" + fine;
  }

  /** A store with all bits on a grid. */
  private static StoredTheorem<BigDecimal> stored(
      Scalar<BigDecimal> eta, Scalar<BigDecimal> spread) {
    Scalar<BigDecimal> none = scalar("0");
    Scalar<BigDecimal> kappa = scalar("7").over(S).sqrt().times(1001).over(1000);
    return new StoredTheorem<>(theorem(eta, 1, 1), spread, none, none, kappa);
  }

  private static Scalar<BigDecimal> probability(StoredTheorem<BigDecimal> theorem) {
    Scalar<BigDecimal> start = scalar("0.25");
    Scalar<BigDecimal> step = theorem.escape(2).plus(theorem.stepNoise().over(LEVEL));
    BigInteger from = least(step, start.over(LEVEL), theorem.exact().eta().times(S).over(10));
    if (from.bitLength() > Long.SIZE - 2) {
      return scalar("1");
    }
    long t = from.longValue();
    return theorem.probability(t, 2 * t, start, LEVEL);
  }

  /** For how many updates a stored run is proved to be near the exact one. */
  private static String horizon() {
    StringBuilder says =
        new StringBuilder(
            "eta = 1/100, a target of norm 1, B = 3, b = 1/16, 20 x 30, mean squared distance at most 1/100: ");
    String separator = "";
    for (int bits : GRIDS) {
      Scalar<BigDecimal> store = scalar("50").over(4).over(scalar("2").power(2L * bits));
      var horizon = new StoredHorizon<>(LEVEL, scalar("1"), S, scalar("3"), store, scalar("0"));
      long n = 0;
      while (!LEVEL.isLessThan(horizon.distance(n + 1, scalar("0")))) {
        n++;
      }
      says.append(separator).append("n = ").append(n).append(" at h = 2^-").append(bits);
      separator = ", ";
    }
    return says.toString();
  }

  /** About the time t at which step t + start exp(-rate t) is least. */
  private static BigInteger least(
      Scalar<BigDecimal> step, Scalar<BigDecimal> start, Scalar<BigDecimal> rate) {
    double gain = start.times(rate).over(step).value().doubleValue();
    double time = Math.max(0, StrictMath.log(gain)) / rate.value().doubleValue();
    return new BigDecimal(time).toBigInteger();
  }

  /** Something if a hypothesis holds: that a number is at most 1. */
  private static Optional<Boolean> when(Scalar<BigDecimal> number) {
    return Optional.of(true).filter(holds -> !scalar("1").isLessThan(number));
  }

  /** Theorem 1 for M = u v^T with u and v the first unit vectors. */
  @SuppressWarnings("shape") // the sizes are d1, d2 and 1
  private static Theorem1<BigDecimal> theorem(Scalar<BigDecimal> eta, int d1, int d2) {
    Matrix<BigDecimal> u = Matrix.of(A, d1, 1, (i, k) -> A.of(i == 0 ? 1.0 : 0.0));
    Matrix<BigDecimal> v = Matrix.of(A, d2, 1, (j, k) -> A.of(j == 0 ? 1.0 : 0.0));
    return new Theorem1<>(new Lemma3<>(u, v, A.one(), S.value()), eta);
  }

  static Scalar<BigDecimal> scalar(String decimal) {
    return Scalar.of(A, new BigDecimal(decimal));
  }

  /** Such as 7.3e45, rounded up. */
  private static String shown(BigInteger time) {
    BigDecimal digits = new BigDecimal(time).round(new MathContext(2, RoundingMode.CEILING));
    int exponent = digits.precision() - digits.scale() - 1;
    return digits.scaleByPowerOfTen(-exponent).setScale(1).toPlainString() + "e" + exponent;
  }
}
