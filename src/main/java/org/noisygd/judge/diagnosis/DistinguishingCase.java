// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
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
  /** How many updates of a run are carried out exactly: each triples the digits. */
  private static final int UPDATES = 2;

  private static final MathContext SHOWN = new MathContext(6);

  private final CaseBounds bounds;
  private final BigDecimal room;

  /**
   * @param room an answer agrees with an image within this multiple of its bound, so two images
   *     that it agrees with are at most twice as far apart
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
   * @param first its value under the first mistake
   * @param second its value under the second mistake
   */
  record Separation(Case tested, Place entry, BigDecimal first, BigDecimal second) {
    String words() {
      return Text.format(
          "the case %s would tell them apart: %s is %s by this one, %s by that one",
          tested.name(), entry, shown(first), shown(second));
    }

    BigDecimal apart() {
      return first.subtract(second).abs();
    }

    BigDecimal larger() {
      return first.abs().max(second.abs());
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
    Map<Place, Matrix<BigFraction>> one = images(tested.request(), first);
    Map<Place, Matrix<BigFraction>> other = images(tested.request(), second);
    List<Separation> found = new ArrayList<>();
    one.forEach(
        (field, image) -> {
          Matrix<BigFraction> another = other.get(field);
          if (another != null) {
            apart(tested, field, image, another).forEach(found::add);
          }
        });
    return found.stream().max(Comparator.comparing(Separation::apart));
  }

  /** The entries of a field that tell its two images apart. */
  private Stream<Separation> apart(
      Case tested, Place field, Matrix<BigFraction> one, Matrix<BigFraction> other) {
    ErrorBound limit = limit(tested.request(), field.field());
    if (!limit.decides()) {
      return Stream.empty();
    }
    BigDecimal allowed = limit.largest().multiply(room);
    return IntStream.range(0, one.entries().size())
        .mapToObj(
            n ->
                new Separation(
                    tested,
                    field.entry(n / one.columns(), n % one.columns()),
                    decimal(one.entries().get(n)),
                    decimal(other.entries().get(n))))
        .filter(s -> s.apart().compareTo(allowed.max(s.larger().multiply(GROWTH))) > 0);
  }

  /**
   * Values nearer to each other than this share of their size are not told apart: a mistake that
   * makes numbers larger makes their bound larger too.
   */
  private static final BigDecimal GROWTH = new BigDecimal("0.001");

  private static BigDecimal decimal(BigFraction value) {
    return Deviation.decimal(RationalArithmetic.INSTANCE, value);
  }

  /** The images by field; for a run, its first states. Empty if the shapes allow no image. */
  private static Map<Place, Matrix<BigFraction>> images(Request q, Set<Mistake> faults) {
    Map<Place, Matrix<BigFraction>> states = new LinkedHashMap<>();
    if (q.op() != Ops.RUN) {
      Mistake.image(RationalArithmetic.INSTANCE, q, faults)
          .fields()
          .orElse(Map.of())
          .forEach((field, image) -> states.put(Place.of(field), image));
      return states;
    }
    Mistake.run(RationalArithmetic.INSTANCE, q, faults)
        .states(UPDATES)
        .forEach(
            (t, state) -> {
              states.put(Place.of("X").at(t), state.x());
              states.put(Place.of("Y").at(t), state.y());
            });
    return states;
  }

  /** The bound of a field; for a run's states, the bound of an update from its start. */
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
