// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseResult;

/**
 * Explanations beside a mistake of the catalogue that is made everywhere: one that is made in some
 * shapes alone, a term or a noise of another size, and what is remembered of an earlier request.
 */
final class PartialMistakes {
  /** A size that fits can always be found for fewer pieces. */
  private static final int FEW_PIECES = 3;

  /** Where more codes than this fit, the shapes tell too little. */
  private static final int FEW_CODES = 2;

  private final MistakeFit likeness;

  PartialMistakes(MistakeFit likeness) {
    this.likeness = likeness;
  }

  /** A gradient or a noise that is right but for its size. */
  List<Diagnosis> scaled(Op op, List<Case> failed) {
    List<AnsweredRequest> pieces = likeness.pieces(failed);
    if (pieces.size() < FEW_PIECES) {
      return List.of();
    }
    List<Diagnosis> found = ScaledTerm.diagnose(likeness, op, pieces);
    return found.isEmpty() ? ScaledNoise.diagnose(likeness, op, pieces).stream().toList() : found;
  }

  /** The mistakes that explain every failure if they are made in some shapes alone. */
  List<Diagnosis> conditional(Op op, List<Mistake> concerned, List<CaseResult> results) {
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
      for (Mistake fault : concerned) {
        Set<Mistake> alone = Set.of(fault);
        if (likeness.fits(alone, failed) && likeness.consistent(alone, alike)) {
          found.add(
              new Diagnosis(
                  fault.code(),
                  op.word(),
                  fault.advice() + "; only where " + condition.words() + " is it so"));
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

  private static List<Case> cases(List<CaseResult> results, CaseResult.Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).map(CaseResult::tested).toList();
  }

  /** Whether something remembered of an earlier request explains all. */
  Optional<Diagnosis> stale(Op op, List<Case> failed) {
    if (op == Ops.RUN) {
      return Optional.empty();
    }
    List<Case> asked = List.copyOf(likeness.answers().keySet());
    Set<String> what = new LinkedHashSet<>();
    for (Case tested : failed) {
      List<Request> earlier =
          asked.subList(0, asked.indexOf(tested)).stream().map(Case::request).toList();
      Optional<String> remembered =
          StaleState.remembered(
              tested.request(),
              earlier,
              image -> likeness.near(image, tested.request(), likeness.answer(tested)));
      if (remembered.isEmpty()) {
        return Optional.empty();
      }
      what.add(remembered.get());
    }
    return Optional.of(
        new Diagnosis(
            StaleState.CODE,
            op.word(),
            String.join(" or ", what)
                + " is that of an earlier request; every request is complete in itself"));
  }
}
