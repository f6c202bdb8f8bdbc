// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.mistake.ExactRun;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.theory.rounding.OpBounds;

/** Whether mistakes explain a run, update by update from the candidate's own states. */
final class RunMistakes {
  /** Updates of a run that the mistakes must reproduce. */
  private static final int UPDATES = 5;

  /** How many of them are the first of the run; the others begin with the first wrong one. */
  private static final int FIRST_UPDATES = 2;

  static final DecimalArithmetic DECIMALS = DecimalArithmetic.ofDigits(20);

  private final CaseBounds bounds;
  private final ExactRun<BigFraction> run;
  private final Request q;
  private final Answer answer;
  private final BigDecimal room;

  private RunMistakes(
      CaseBounds bounds, Set<Mistake> mistakes, Request q, Answer answer, BigDecimal room) {
    this.bounds = bounds;
    this.run = new ExactRun<>(RationalArithmetic.INSTANCE, q, mistakes);
    this.q = q;
    this.answer = answer;
    this.room = room;
  }

  /**
   * Whether the mistakes reproduce the first updates of a run and those from its first wrong one
   * on.
   *
   * @param wrong the first wrong update; 0 in a run that passed
   * @param room an image is compared within this multiple of its bound
   * @param withoutImage what to answer where the shapes do not allow a mistake
   */
  static boolean fits(
      CaseBounds bounds,
      Set<Mistake> mistakes,
      Request q,
      Answer answer,
      int wrong,
      BigDecimal room,
      boolean withoutImage) {
    RunMistakes found = new RunMistakes(bounds, mistakes, q, answer, room);
    return found.startFits() && found.updatesFit(wrong, withoutImage);
  }

  private boolean startFits() {
    Optional<Factors<BigFraction>> start = recorded(0);
    List<ReadMatrix> printed = answer.states().get(0);
    if (start.isEmpty() || printed == null) {
      return true;
    }
    Factors<BigFraction> at = q.at().toExactly(RationalArithmetic.INSTANCE);
    if (run.recordsStart()) {
      return at.minus(start.get()).toVariables().stream().allMatch(d -> d.signum() == 0);
    }
    Factors<BigFraction> expected = run.states(1).get(0);
    return expected != null && near(expected, printed, limits(at, 0));
  }

  private boolean updatesFit(int wrong, boolean withoutImage) {
    int compared = 0;
    for (int t = 0; t < q.noises().size() && compared < UPDATES; t++) {
      Optional<Factors<BigFraction>> from = recorded(t);
      List<ReadMatrix> to = answer.states().get(t + 1);
      if ((compared >= FIRST_UPDATES && t < wrong) || from.isEmpty() || to == null) {
        continue;
      }
      List<Factors<BigFraction>> next = run.next(t, from.get(), recorded(t - 1));
      if (next.isEmpty()) {
        return withoutImage;
      }
      OpBounds.Pair limits = limits(from.get(), t);
      if (next.stream().noneMatch(image -> near(image, to, limits))) {
        return false;
      }
      compared++;
    }
    return compared > 0;
  }

  /** The state that the candidate recorded for a step. */
  private Optional<Factors<BigFraction>> recorded(int t) {
    List<ReadMatrix> state = answer.states().get(t);
    return state == null
        ? Optional.empty()
        : Optional.of(
            new Factors<>(
                state.get(0).in(RationalArithmetic.INSTANCE),
                state.get(1).in(RationalArithmetic.INSTANCE)));
  }

  private OpBounds.Pair limits(Factors<BigFraction> from, int t) {
    return bounds.update(q, from.roundTo(DECIMALS), q.noises().get(t));
  }

  private boolean near(Factors<BigFraction> image, List<ReadMatrix> actual, OpBounds.Pair limits) {
    return Deviation.near(image.x(), actual.get(0), limits.x(), room)
        && Deviation.near(image.y(), actual.get(1), limits.y(), room);
  }
}
