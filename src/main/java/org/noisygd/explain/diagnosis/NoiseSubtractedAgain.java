// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.explain.diagnosis.FaultFit.AnsweredRequest;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;

/**
 * Tests the hypothesis that the weights were recovered as (X + noiseX) - noiseX. The two roundings
 * are repeated in the declared arithmetic. A factor with step size zero must then equal the
 * recovered factor exactly; for any other the bound holds, from the recovered factor on.
 */
final class NoiseSubtractedAgain {
  /** Minimum number of wrong entries that equal recovered entries: fewer may do so by chance. */
  private static final int FEW = 2;

  /** A form of the fault: the factors that are recovered, before or after the step. */
  private record Form(boolean ofX, boolean ofY, boolean afterStep) {
    private static final List<Form> ALL =
        List.of(
            new Form(true, true, false),
            new Form(true, false, false),
            new Form(false, true, false),
            new Form(true, true, true),
            new Form(true, false, true),
            new Form(false, true, true));

    private boolean recovers(String field) {
      return field.equals("X") ? ofX : ofY;
    }

    private String words() {
      String prime = afterStep ? "'" : "";
      String one = ofX ? "X" : "Y";
      return one
          + prime
          + (ofX && ofY ? " and Y" + prime + " are" : " is")
          + " recovered as ("
          + one
          + " + noise"
          + one
          + (afterStep ? " - eta" + one + " grad" : "")
          + ") - noise"
          + one;
    }
  }

  private final FaultFit fit;
  private final Form form;

  /** The number of wrong entries that equal recovered entries. */
  private int explained;

  private NoiseSubtractedAgain(FaultFit fit, Form form) {
    this.fit = fit;
    this.form = form;
  }

  /** The diagnosis, if it explains all answers to the op that a bound decides. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    if (!given.op().has(Part.UPDATE)) {
      return Optional.empty();
    }
    Arithmetic<?> arithmetic = Arithmetics.named(given.declared());
    for (Form form : Form.ALL) {
      NoiseSubtractedAgain one = new NoiseSubtractedAgain(given.fit(), form);
      if (one.explains(arithmetic, given.failed())
          && one.explained >= FEW
          && one.explains(arithmetic, given.passed())) {
        return Optional.of(
            Diagnosis.of(
                given.op(),
                Code.RESTORED_BY_SUBTRACTION.of(
                    form.words() + ", which loses what rounding X + noiseX has cut off")));
      }
    }
    return Optional.empty();
  }

  private boolean explains(Arithmetic<?> arithmetic, List<Case> cases) {
    try {
      return fit.pieces(cases).stream().allMatch(piece -> explains(arithmetic, piece));
    } catch (ArithmeticException e) {
      return false; // a sum that overflows, or an answer that is not dyadic
    }
  }

  private <T> boolean explains(Arithmetic<T> arithmetic, AnsweredRequest piece) {
    Request q = piece.request();
    for (Compared<Dyadic> field : fit.expected(piece)) {
      Matrix<Dyadic> expected = field.result();
      Matrix<Dyadic> start = q.matrix(field.field());
      Matrix<Dyadic> noise = q.matrix("d" + field.field());
      boolean moves = q.number("eta" + field.field()).signum() != 0;
      for (int i = 0; i < start.rows(); i++) {
        for (int k = 0; k < start.columns(); k++) {
          Entry<T> one =
              new Entry<>(
                  arithmetic,
                  start.get(i, k),
                  noise.get(i, k),
                  expected.get(i, k).subtract(start.get(i, k)),
                  moves,
                  field.actual().get(i, k));
          if (!explains(one, form.recovers(field.field()), field.limit(), i, k)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * An entry of an update.
   *
   * @param change its expected change
   * @param moves true if its step size is not zero
   */
  private record Entry<T>(
      Arithmetic<T> arithmetic,
      Dyadic start,
      Dyadic noise,
      Dyadic change,
      boolean moves,
      ReadNumber answer) {
    /** The iterate with its noise added. */
    Dyadic perturbed() {
      return exact(arithmetic.add(arithmetic.fromDyadic(start), arithmetic.fromDyadic(noise)));
    }

    /** A perturbed number minus the noise. */
    Dyadic recovered(Dyadic perturbed) {
      return exact(
          arithmetic.subtract(arithmetic.fromDyadic(perturbed), arithmetic.fromDyadic(noise)));
    }

    /** The perturbed numbers that may result in the answer: the nearest and its neighbours. */
    Stream<Dyadic> origins() {
      Dyadic sum = exact(arithmetic.fromDecimal(answer.decimal())).add(noise);
      BigFraction apart = arithmetic.unitRoundoff().multiply(BigFraction.of(5, 4));
      return Stream.of(BigFraction.ZERO, apart, apart.negate())
          .map(off -> sum.toRational().multiply(BigFraction.ONE.add(off)))
          .map(near -> exact(arithmetic.fromRational(near)))
          .filter(w -> off(recovered(w)).signum() == 0);
    }

    private Dyadic exact(T a) {
      return DyadicArithmetic.INSTANCE.fromRational(arithmetic.toRational(a));
    }

    /** The distance of the answer from a number. */
    BigDecimal off(Dyadic a) {
      return answer.decimal().subtract(a.toBigDecimal()).abs();
    }
  }

  private boolean explains(Entry<?> one, boolean recovers, ErrorBound limit, int i, int k) {
    BigDecimal size = limit.magnitude(i, k);
    if (one.moves() && !limit.decides()) {
      return true; // any number is within such a bound
    }
    BigDecimal allowed = one.moves() ? limit.at(i, k) : BigDecimal.ZERO;
    boolean wrong = one.off(one.start().add(one.change())).compareTo(allowed) > 0;
    if (!recovers) {
      return !wrong;
    }
    Dyadic perturbed = one.perturbed();
    Dyadic from = one.recovered(perturbed);
    BigDecimal near =
        grown(allowed, size, form.afterStep ? one.noise() : from.subtract(one.start()));
    boolean follows =
        (form.afterStep && one.moves())
            ? one.origins().anyMatch(w -> within(w, perturbed.add(one.change()), near))
            : one.off(from.add(one.change())).compareTo(near) <= 0;
    explained += wrong && follows ? 1 : 0;
    return follows;
  }

  private static boolean within(Dyadic a, Dyadic b, BigDecimal limit) {
    return a.subtract(b).toBigDecimal().abs().compareTo(limit) <= 0;
  }

  /** A bound, enlarged in proportion to a size that has grown. */
  private static BigDecimal grown(BigDecimal bound, BigDecimal size, Dyadic by) {
    return size.signum() == 0
        ? bound
        : bound.add(bound.multiply(by.toBigDecimal().abs()).divide(size, MathContext.DECIMAL64));
  }
}
