// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.ExactImage;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** How like a candidate's answers are to what a program with some mistakes would answer. */
final class MistakeFit {
  /**
   * A faulty plan may do a few more operations on terms a few times as large as the right one: its
   * image is compared within this multiple of the bound.
   */
  static final BigDecimal ROOM = BigDecimal.valueOf(16);

  private final CaseBounds bounds;
  private final Map<Case, Answer> answers;
  private final Map<Case, Integer> firstWrong = new HashMap<>();
  private final Deadline deadline;

  /**
   * @param deadline after which no comparison is made any more
   */
  MistakeFit(
      CaseBounds bounds, List<CaseResult> results, Map<Case, Answer> answers, Deadline deadline) {
    this.bounds = bounds;
    this.deadline = deadline;
    this.answers = new LinkedHashMap<>(answers);
    for (CaseResult r : results) {
      int step = r.failure().map(CaseResult.Failure::step).orElse(OptionalInt.empty()).orElse(0);
      firstWrong.put(r.tested(), Math.max(0, step - 1));
    }
  }

  /** The bounds that answers are compared within. */
  CaseBounds bounds() {
    return bounds;
  }

  /** All answers, in the order in which they were given. */
  Map<Case, Answer> answers() {
    return answers;
  }

  /** Takes one more answer. */
  void add(Case tested, Answer answer) {
    answers.put(tested, answer);
  }

  /** The first wrong update of a run; 0 for any other op. */
  int firstWrong(Case tested) {
    return firstWrong.getOrDefault(tested, 0);
  }

  /** The answers to failed cases in pieces. */
  List<AnsweredRequest> pieces(List<Case> failed) {
    return failed.stream()
        .flatMap(c -> AnsweredRequest.of(c.request(), answer(c), firstWrong(c)).stream())
        .toList();
  }

  /** The cases of results whose answers can be compared. */
  List<Case> answered(List<CaseResult> results) {
    return results.stream().map(CaseResult::tested).filter(c -> answer(c).isFinite()).toList();
  }

  /** The answer to a case that has one. */
  Answer answer(Case tested) {
    Answer answer = answers.get(tested);
    if (answer == null) {
      throw new IllegalStateException("no answer to " + tested.name());
    }
    return answer;
  }

  /** Whether all answers may have come from the mistakes. */
  boolean fits(Set<Mistake> faults, List<Case> failed) {
    return failed.stream().allMatch(c -> fits(faults, c, false));
  }

  /**
   * Whether cases that passed may have come from the mistake too: it may not show in their shapes.
   */
  boolean consistent(Set<Mistake> faults, List<Case> passed) {
    return passed.stream().allMatch(c -> fits(faults, c, true));
  }

  private boolean fits(Set<Mistake> faults, Case tested, boolean withoutImage) {
    deadline.check();
    Request q = tested.request();
    if (q.op() == Ops.RUN) {
      return RunMistakes.fits(
          bounds, faults, q, answer(tested), firstWrong(tested), ROOM, withoutImage);
    }
    return faults.stream().anyMatch(Mistake::divides)
        ? fits(RationalArithmetic.INSTANCE, faults, tested, withoutImage)
        : fits(DyadicArithmetic.INSTANCE, faults, tested, withoutImage);
  }

  private <T extends Object> boolean fits(
      Arithmetic<T> arithmetic, Set<Mistake> faults, Case tested, boolean withoutImage) {
    Request q = tested.request();
    Optional<Map<String, Matrix<T>>> image = Mistake.image(arithmetic, q, faults).fields();
    return image.map(found -> near(found, q, answer(tested))).orElse(withoutImage);
  }

  /** Whether an image is within so many bounds of an answer. */
  <T extends Object> boolean near(Map<String, Matrix<T>> image, Request q, Answer answer) {
    deadline.check();
    Map<String, ErrorBound> limits = limits(q);
    for (Map.Entry<String, ReadMatrix> field : answer.fields().entrySet()) {
      var exact = image.get(field.getKey());
      ErrorBound limit = limits.get(field.getKey());
      if (exact == null || limit == null || !Deviation.near(exact, field.getValue(), limit, ROOM)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an image is within so many bounds of what was answered to a piece. */
  boolean near(Map<String, Matrix<Dyadic>> image, AnsweredRequest piece) {
    return near(image, piece.request(), new Answer(piece.fields(), Map.of()));
  }

  /** Whether a request's bounds are so small that being within them tells something. */
  boolean decides(Request q) {
    return limits(q).values().stream().allMatch(ErrorBound::decides);
  }

  /** The bound of each field of the answer to a request. */
  Map<String, ErrorBound> limits(Request q) {
    return bounds.of(q, OpBounds.LossForm.EXPANDED);
  }

  /** Whether the right image is as near to every failed answer as a mistake's would have to be. */
  boolean withinRoundings(List<Case> failed) {
    return failed.stream()
        .allMatch(c -> c.op() != Ops.RUN && decides(c.request()) && fits(Set.of(), c, false));
  }

  /** Whether half of a run's updates or more are right. */
  boolean isMostlyRight(Case tested) {
    if (tested.op() != Ops.RUN) {
      return false;
    }
    List<AnsweredRequest> pieces = AnsweredRequest.of(tested.request(), answer(tested), 0);
    long right =
        pieces.stream()
            .filter(p -> near(ExactImage.right(DyadicArithmetic.INSTANCE, p.request()), p))
            .count();
    return 2 * right >= pieces.size();
  }
}
