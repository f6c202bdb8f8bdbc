// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/** Requests in which alone a mistake may be made: a program often treats them apart. */
enum Condition {
  SQUARE("d1 = d2", q -> q.d1() == q.d2()),
  NOT_SQUARE("d1 and d2 differ", q -> q.d1() != q.d2()),
  WIDE("d1 < d2", q -> q.d1() < q.d2()),
  TALL("d1 > d2", q -> q.d1() > q.d2()),
  RANK_ONE("r = 1", q -> q.r() == 1),
  RANK_BEYOND_ONE("r > 1", q -> q.r() > 1),
  ONE_ROW("d1 = 1", q -> q.d1() == 1),
  ONE_COLUMN("d2 = 1", q -> q.d2() == 1),
  ROWS_BEYOND_ONE("d1 > 1", q -> q.d1() > 1),
  COLUMNS_BEYOND_ONE("d2 > 1", q -> q.d2() > 1),
  X_SQUARE("d1 = r", q -> q.d1() == q.r()),
  Y_SQUARE("d2 = r", q -> q.d2() == q.r()),
  STEP_OF_X_ZERO("etaX = 0", q -> q.etaX().signum() == 0),
  STEP_OF_Y_ZERO("etaY = 0", q -> q.etaY().signum() == 0),
  STEPS_EQUAL("etaX = etaY", q -> q.etaX().equals(q.etaY())),
  NOISE_OF_X_ZERO("noiseX = 0", q -> noises(q).allMatch(z -> isZero(z.x()))),
  NOISE_OF_Y_ZERO("noiseY = 0", q -> noises(q).allMatch(z -> isZero(z.y()))),
  NOISES_EQUAL("noiseX = noiseY", q -> noises(q).allMatch(z -> z.x().equals(z.y())));

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Predicate<Request> condition;

  Condition(String words, Predicate<Request> condition) {
    this.words = words;
    this.condition = condition;
  }

  /** Whether a request is one of them. */
  boolean holds(Request q) {
    return condition.test(q);
  }

  /** A mistake that is made in these requests alone. */
  Mistake only(Mistake mistake) {
    return new Only(mistake, this);
  }

  private record Only(Mistake mistake, Condition condition) implements Mistake {
    @Override
    public String name() {
      return mistake.name() + "_" + condition;
    }

    @Override
    public int ordinal() {
      return mistake.ordinal();
    }

    @Override
    public Entry entry() {
      Entry always = mistake.entry();
      return new Entry(
          always.code(),
          always.scope(),
          always.advice() + "; this happens only where " + condition.words,
          image -> {
            if (condition.holds(image.request())) {
              always.change().accept(image);
            }
          });
    }
  }

  private static Stream<Factors<Dyadic>> noises(Request q) {
    return q.noises().isEmpty() ? Stream.of(q.direction()) : q.noises().stream();
  }

  private static boolean isZero(Matrix<Dyadic> m) {
    return m.entries().stream().allMatch(e -> e.signum() == 0);
  }
}
