// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * Whether a legal plan could overflow on a request: every intermediate of every plan is bounded by
 * a sum of absolute values of monomials, and these sums must stay below a quarter of the largest
 * number. A run is followed in binary64, state by state.
 */
public final class Overflow {
  /** Room for rounding and for plans that double a term before they halve it. */
  private static final double ROOM = 4;

  private Overflow() {}

  static boolean possible(Arithmetic<?> arithmetic, Request q) {
    double largest =
        arithmetic instanceof EmulatedBinary format ? format.largest() : Double.MAX_VALUE;
    // Of most requests the largest numbers decide; a half is more than all roundings here.
    if (new Largest(q).isBelow(largest / ROOM / 2)) {
      return false;
    }
    Binary64 doubles = Binary64.INSTANCE;
    Matrix<Double> m = q.m().roundTo(doubles).abs();
    Factors<Double> at = q.at().roundTo(doubles).abs();
    double noise = q.d1() * square(q.sigma1()) + q.d2() * square(q.sigma2());
    if (!(size(q, m, at.plus(q.direction().roundTo(doubles).abs()), noise) < largest / ROOM)) {
      return true;
    }
    Factors<Double> state = q.at().roundTo(doubles);
    PerturbedUpdate<Double> update = q.in(doubles).update();
    for (Factors<Dyadic> z : q.noises()) {
      Factors<Double> noiseNow = z.roundTo(doubles);
      if (!(size(q, m, state.abs().plus(noiseNow.abs()), 0) < largest / ROOM)) {
        return true;
      }
      state = update.apply(state, noiseNow);
    }
    return false;
  }

  /** What the largest entries of a request's matrices say of it: sums of as many as large terms. */
  private static final class Largest {
    private final Request q;
    private final double m;
    private final double noise;

    Largest(Request q) {
      this.q = q;
      this.m = entry(q.m());
      this.noise = q.d1() * square(q.sigma1()) + q.d2() * square(q.sigma2());
    }

    /** Whether every intermediate of every plan is below a number. */
    boolean isBelow(double limit) {
      double x = entry(q.at().x());
      double y = entry(q.at().y());
      double etaX = Math.abs(q.etaX().roundToDouble());
      double etaY = Math.abs(q.etaY().roundToDouble());
      if (!(size(x + entry(q.direction().x()), y + entry(q.direction().y())) < limit)) {
        return false;
      }
      for (Factors<Dyadic> z : q.noises()) {
        double a = x + entry(z.x());
        double b = y + entry(z.y());
        if (!(size(a, b) < limit)) {
          return false;
        }
        x += etaX * q.d2() * rho(a, b) * b;
        y += etaY * q.d1() * rho(a, b) * a;
      }
      return true;
    }

    private double rho(double x, double y) {
      return q.r() * x * y + m;
    }

    /** As {@link Overflow#size}, with every entry of a factor as large as the largest. */
    private double size(double x, double y) {
      double rho = rho(x, y);
      double squares = q.op().has(Part.LOSS) ? (double) q.d1() * q.d2() * rho * rho : 0;
      double norms = q.r() * (q.d1() * x * x + q.d2() * y * y);
      return squares
          + noise * (norms + q.r() * noise + 1 + Math.sqrt(norms))
          + norms
          + rho * (1 + q.d2() * y + q.d1() * x)
          + x
          + y;
    }

    private static double entry(Matrix<Dyadic> a) {
      double largest = 0;
      for (Dyadic d : a.entries()) {
        largest = Math.max(largest, Math.abs(d.roundToDouble()));
      }
      return largest;
    }
  }

  /** The largest sum of absolute values that an intermediate of any plan may reach. */
  private static double size(Request q, Matrix<Double> m, Factors<Double> at, double noise) {
    Matrix<Double> rho = at.x().times(at.y().transpose()).plus(m);
    boolean loss = q.op().has(Part.LOSS);
    double squares = loss ? rho.normSquared() : 0;
    double norms = at.x().normSquared() + at.y().normSquared();
    return Stream.of(
                List.of(squares + noise * norms + q.r() * noise * noise, norms + noise),
                rho.times(at.y()).entries(),
                rho.transpose().times(at.x()).entries(),
                rho.entries(),
                at.toVariables())
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .reduce(0, Math::max)
        + noise * Math.sqrt(norms);
  }

  private static double square(Dyadic d) {
    return d.roundToDouble() * d.roundToDouble();
  }
}
