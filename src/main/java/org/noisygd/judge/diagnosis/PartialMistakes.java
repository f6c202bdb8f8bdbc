// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.MistakeCatalogue;
import org.noisygd.judge.mistake.MistakeFamily;
import org.noisygd.judge.mistake.MistakeInSomeSteps;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Explanations beside a mistake of the catalogue that is made everywhere: one of a size that a fit
 * finds, one that is made in some requests or steps alone, and a term that is right but for a
 * factor.
 */
final class PartialMistakes {
  /**
   * A size that fits can always be found for fewer wrong numbers: one gives it, another shows it.
   */
  private static final int SHOWING = 2;

  /** As a factor can for fewer pieces. */
  private static final int FEW_PIECES = 3;

  /** Where more codes than this fit, the shapes tell too little. */
  private static final int FEW_CODES = 2;

  /** A size is fitted to some of so many smallest failed cases, */
  private static final int SMALL = 6;

  /** to so many of them at most, until one gives it. */
  private static final int FITTED = 3;

  private final MistakeFit likeness;

  PartialMistakes(MistakeFit likeness) {
    this.likeness = likeness;
  }

  /**
   * The mistakes of families that explain all, each with the size that a fit to one failed case
   * finds: to a small one whose deviation is large beside its bounds.
   *
   * @param results the op's, the smallest first
   * @param failed all failed cases
   * @param all all cases with answers
   */
  List<Set<Mistake>> sized(Op op, List<CaseResult> results, List<Case> failed, List<Case> all) {
    if (likeness.wrongEntries(failed) < SHOWING) {
      return List.of();
    }
    List<CaseResult> small =
        results.stream()
            .filter(r -> failed.contains(r.tested()) && r.tested().request().at().variables() > 2)
            .limit(SMALL)
            // Cases without a bound tell no more than others.
            .sorted(Comparator.comparingDouble(r -> r.tested().exact() ? 0 : -r.worst()))
            .limit(FITTED)
            .toList();
    List<Set<Mistake>> found = new ArrayList<>();
    for (MistakeFamily family : MistakeCatalogue.families(op.parts())) {
      small.stream()
          .flatMap(r -> SizeFit.fit(likeness, family, r.tested(), failed, all).stream())
          .findFirst()
          .ifPresent(fault -> found.add(Set.of(fault)));
    }
    return found;
  }

  /** A term that is right but for its size; of all that have answers, some failed. */
  List<Diagnosis> scaled(Op op, List<Case> failed, List<Case> all) {
    List<AnsweredRequest> pieces = likeness.pieces(failed);
    if (pieces.size() < FEW_PIECES) {
      return List.of();
    }
    List<Case> others = all.stream().filter(c -> !failed.contains(c)).toList();
    return ScaledTerm.diagnose(likeness, op, pieces, likeness.pieces(others));
  }

  /**
   * The mistakes that explain every failure if they are made in some requests alone.
   *
   * @param fitting the mistakes that reproduce every failed case
   */
  List<Diagnosis> conditional(Op op, List<Mistake> fitting, List<CaseResult> results) {
    if (fitting.isEmpty()) {
      return List.of();
    }
    List<CaseResult> finite =
        results.stream().filter(r -> likeness.answer(r.tested()).isFinite()).toList();
    List<Case> failed = cases(finite, CaseResult.Outcome.FAIL);
    List<Case> passed = cases(finite, CaseResult.Outcome.PASS);
    List<Diagnosis> found = new ArrayList<>();
    for (Condition condition : Condition.values()) {
      if (!failed.stream().allMatch(c -> condition.holds(c.request()))) {
        continue;
      }
      List<Case> alike = passed.stream().filter(c -> condition.holds(c.request())).toList();
      for (Mistake fault : fitting) {
        // One name, where several mistakes of it come to the same there.
        if (found.stream().noneMatch(d -> d.code().equals(fault.code()))
            && likeness.consistent(Set.of(fault), alike)) {
          Mistake only = condition.only(fault);
          found.add(new Diagnosis(fault.code(), op.word(), only.advice(), Set.of(only)));
        }
      }
      if (!found.isEmpty()) {
        return found.stream().map(Diagnosis::code).distinct().count() > FEW_CODES
            ? List.of()
            : found;
      }
    }
    return found;
  }

  /**
   * The mistakes that explain every failed run if they are made in some steps alone: in the last,
   * in one, or from one on.
   */
  List<Set<Mistake>> late(List<Mistake> concerned, List<Case> failed, List<Case> all) {
    int first = failed.stream().mapToInt(likeness::firstWrong).min().orElse(0);
    for (MistakeInSomeSteps.When when : MistakeInSomeSteps.When.values()) {
      List<Set<Mistake>> found =
          concerned.stream()
              .map(m -> Set.<Mistake>of(new MistakeInSomeSteps(m, when, first, likeness.steps())))
              .filter(m -> likeness.fits(m, failed) && likeness.consistent(m, all))
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<Case> cases(List<CaseResult> results, CaseResult.Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).map(CaseResult::tested).toList();
  }

  /** Requests in which alone a mistake may be made: a program often treats them apart. */
  private enum Condition {
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
}
