// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Tests whether one stage of each wrong update, rounded to a narrower arithmetic, gives the answer.
 * This also works for updates of one scale, where the size of errors proves nothing.
 */
record NarrowStage(MistakeFit fit, Arithmetic<?> narrower) {
  /** This many entries all lie near a grid by chance with probability 2^-24: each with 2^-3. */
  private static final int ENTRIES = 8;

  /** A number this near to a grid point, in units of the roundoff, is taken to be that point. */
  private static final double NEAR = 0x1p-4;

  private double roundoff() {
    return narrower.unitRoundoff().doubleValue();
  }

  /** Whether one and the same stage explains every wrong update of failed cases. */
  boolean explains(List<Case> failed) {
    List<AnsweredRequest> wrong = fit.pieces(failed).stream().filter(p -> !fit.isRight(p)).toList();
    return !wrong.isEmpty()
        && wrong.stream().allMatch(p -> p.request().op().has(Part.UPDATE))
        && (wrong.stream().allMatch(this::isOfNarrowIterate)
            || wrong.stream().allMatch(this::isOfNarrowNoise)
            || areOnGrid(wrong, false)
            || areOnGrid(wrong, true));
  }

  /** Xt and Yt are rounded. */
  private boolean isOfNarrowIterate(AnsweredRequest piece) {
    Request q = piece.request();
    Factors<Dyadic> narrow = q.at().plus(q.direction()).map(d -> rounded(d, narrower));
    return fit.near(ExactImage.due(q.withDirection(narrow.minus(q.at()))), piece);
  }

  /**
   * Only the printed noise is rounded, not the noise of the update: no entry is off by more than
   * the update's derivative makes of half a unit in each noise entry.
   */
  private boolean isOfNarrowNoise(AnsweredRequest piece) {
    Request q = piece.request();
    Factors<Dyadic> z = q.direction();
    if (!z.toVariables().stream().allMatch(d -> rounded(d, narrower).equals(d))) {
      return false;
    }
    Factors<Double> at = q.at().plus(z).abs().roundTo(Binary64.INSTANCE);
    Factors<Double> half = z.abs().roundTo(Binary64.INSTANCE).scale(roundoff(), roundoff());
    Matrix<Double> r =
        new MatrixFactorization<>(q.m()).residual(q.at().plus(z)).abs().roundTo(Binary64.INSTANCE);
    Matrix<Double> ofR =
        half.x().times(at.y().transpose()).plus(at.x().times(half.y().transpose()));
    Matrix<Double> x = ofR.times(at.y()).plus(r.times(half.y()));
    Matrix<Double> y = ofR.transpose().times(at.x()).plus(r.transpose().times(half.x()));
    Matrix<Double> ofX = x.scale(q.etaX().roundToDouble());
    Matrix<Double> ofY = y.scale(q.etaY().roundToDouble());
    return fit.due(piece).stream()
        .allMatch(one -> isWithin(one, (one.field().equals("X") ? ofX : ofY).entries()));
  }

  private static boolean isWithin(Compared<Dyadic> one, List<Double> more) {
    return one.entries().allMatch(n -> one.error(n).doubleValue() <= more.get(n) + one.allowed());
  }

  /** The change of the iterate is rounded; with {@code gradient}, its ratio to the step size. */
  private boolean areOnGrid(List<AnsweredRequest> wrong, boolean gradient) {
    int near = 0;
    for (AnsweredRequest piece : wrong) {
      for (Compared<Dyadic> one : fit.due(piece)) {
        Request q = piece.request();
        Matrix<Dyadic> from = q.matrix(one.field());
        double eta = gradient ? q.number("eta" + one.field()).roundToDouble() : 1;
        for (int n = 0; n < from.entries().size(); n++) {
          double step =
              from.entries()
                      .get(n)
                      .toBigDecimal()
                      .subtract(one.actual().entries().get(n).decimal())
                      .doubleValue()
                  / eta;
          double allowed = NEAR * roundoff() * Math.abs(step);
          if (Double.isFinite(step) && one.allowed() / eta <= allowed) {
            double narrow = rounded(Dyadic.of(step), narrower).roundToDouble();
            if (Math.abs(step - narrow) > allowed) {
              return false;
            }
            near++;
          }
        }
      }
    }
    return near >= ENTRIES;
  }

  /** A number rounded to an arithmetic within binary64; unchanged beyond its range. */
  static Dyadic rounded(Dyadic exact, Arithmetic<?> narrower) {
    return NarrowInputs.through(narrower, exact).orElse(exact);
  }
}
