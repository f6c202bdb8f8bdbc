// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactRun;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.number.Literals;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** Finds the case that tells two mistakes apart: one on which their exact images lie far apart. */
final class DistinguishingCase {
  /** Updates of a run that are carried out exactly; numbers have three times the digits in each. */
  private static final int UPDATES = 2;

  private static final MathContext SHOWN = new MathContext(6);

  private final CaseBounds bounds;
  private final BigDecimal room;

  /**
   * @param room an image is compared within this multiple of its bound; two images that both lie so
   *     near a candidate's are at most twice that apart
   */
  DistinguishingCase(CaseBounds bounds, BigDecimal room) {
    this.bounds = bounds;
    this.room = room.multiply(BigDecimal.valueOf(2));
  }

  /**
   * How a case tells two mistakes apart.
   *
   * @param tested the case
   * @param entry the entry with the largest difference
   * @param first its value by the first mistake
   * @param second its value by the second
   */
  record Separation(Case tested, Place entry, BigDecimal first, BigDecimal second) {
    String words() {
      return Text.format(
          "the case %s would tell them apart: %s is %s by this one, %s by that one",
          tested.name(), entry, shown(first), shown(second));
    }

    private static String shown(BigDecimal d) {
      return Literals.format(d.round(SHOWN));
    }
  }

  /** The first of the cases that tells the mistakes apart. */
  Optional<Separation> separation(List<Case> cases, Set<Mistake> first, Set<Mistake> second) {
    return cases.stream()
        .map(c -> separation(c, first, second))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Separation> separation(Case tested, Set<Mistake> first, Set<Mistake> second) {
    Request q = tested.request();
    Map<Place, Matrix<BigFraction>> a = images(q, first);
    Map<Place, Matrix<BigFraction>> b = images(q, second);
    Separation best = null;
    BigDecimal largest = BigDecimal.ZERO;
    for (Map.Entry<Place, Matrix<BigFraction>> field : a.entrySet()) {
      Matrix<BigFraction> other = b.get(field.getKey());
      ErrorBound limit = limit(q, field.getKey().field());
      if (other == null
          || !limit.decides()
          || other.rows() != limit.rows()
          || other.columns() != limit.columns()) {
        continue;
      }
      BigDecimal allowed = limit.largest().multiply(room);
      for (int i = 0; i < other.rows(); i++) {
        for (int j = 0; j < other.columns(); j++) {
          BigDecimal one = decimal(field.getValue().get(i, j));
          BigDecimal two = decimal(other.get(i, j));
          BigDecimal apart = one.subtract(two).abs();
          // Where a mistake's numbers are larger than the right ones, so is its bound.
          BigDecimal grown = one.abs().max(two.abs()).multiply(GROWTH);
          if (apart.compareTo(allowed.max(grown)) > 0 && apart.compareTo(largest) > 0) {
            largest = apart;
            best = new Separation(tested, field.getKey().entry(i, j), one, two);
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Values nearer to each other than this are not told apart. */
  private static final BigDecimal GROWTH = new BigDecimal("0.001");

  private static BigDecimal decimal(BigFraction value) {
    return Deviation.decimal(RationalArithmetic.INSTANCE, value);
  }

  /** The images by field; of a run, the first states. Empty where the shapes allow none. */
  private static Map<Place, Matrix<BigFraction>> images(Request q, Set<Mistake> faults) {
    Map<Place, Matrix<BigFraction>> states = new LinkedHashMap<>();
    if (q.op() != Ops.RUN) {
      Mistake.image(RationalArithmetic.INSTANCE, q, faults)
          .fields()
          .orElse(Map.of())
          .forEach((field, image) -> states.put(Place.of(field), image));
      return states;
    }
    new ExactRun<>(Mistake.image(RationalArithmetic.INSTANCE, q, faults))
        .states(UPDATES)
        .forEach(
            (t, state) -> {
              states.put(Place.of("X").at(t), state.x());
              states.put(Place.of("Y").at(t), state.y());
            });
    return states;
  }

  /** The bound of a field; of a run's states, that of an update from its start. */
  private ErrorBound limit(Request q, String field) {
    if (q.op() == Ops.RUN) {
      Factors<BigFraction> start = q.at().toExactly(RationalArithmetic.INSTANCE);
      OpBounds.Pair pair =
          bounds.update(q, start.roundTo(ErrorBound.MAGNITUDES), q.noises().get(0));
      return field.equals("X") ? pair.x() : pair.y();
    }
    ErrorBound limit = bounds.of(q, OpBounds.LossForm.EXPANDED).get(field);
    if (limit == null) {
      throw new IllegalStateException("no field " + field);
    }
    return limit;
  }
}
