// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.noisygd.explain.mistake.Mistake;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/** Compares a candidate's answers with those of a program that makes given mistakes. */
final class MistakeFit {
  private final RoundingModel model;
  private final CaseBounds bounds;
  private final Map<Case, Answer> answers;
  private final IdentityHashMap<Case, RunMistakes> runs = new IdentityHashMap<>();
  private final IdentityHashMap<Request, Map<String, ErrorBound>> limits = new IdentityHashMap<>();
  private final Map<Case, Integer> firstWrong = new HashMap<>();

  private final DiagnosisDeadline deadline;

  /**
   * @param deadline when comparisons end
   */
  MistakeFit(
      RoundingModel model,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      DiagnosisDeadline deadline) {
    this.model = model;
    this.bounds = new CaseBounds(model);
    this.deadline = deadline;
    this.answers = new LinkedHashMap<>(answers);
    for (CaseResult r : results) {
      firstWrong.put(r.tested(), Math.max(0, r.wrongStep() - 1));
    }
  }

  /** All answers, in the order in which they were given. */
  Map<Case, Answer> answers() {
    return answers;
  }

  /** The rounding model of the declared arithmetic. */
  RoundingModel model() {
    return model;
  }

  /** The first wrong update of a run; 0 for any other op. */
  int firstWrong(Case tested) {
    return firstWrong.getOrDefault(tested, 0);
  }

  /** The whole answer to a case that is not a run. */
  AnsweredRequest piece(Case tested) {
    return new AnsweredRequest(tested.request(), answer(tested).fields(), 0);
  }

  /** The pieces of the answers to some cases. */
  List<AnsweredRequest> pieces(List<Case> cases) {
    return cases.stream()
        .flatMap(c -> AnsweredRequest.of(c.request(), answer(c), firstWrong(c)).stream())
        .toList();
  }

  /** Whether a judge finds every answer within this multiple of its bound. */
  boolean passes(Judge judge, List<Case> cases, UnaryOperator<Case> as, double times) {
    return cases.stream()
        .map(c -> judge.judge(as.apply(c), answer(c)))
        .allMatch(r -> r.worst() <= times);
  }

  /** The answer to a case that has one. */
  Answer answer(Case tested) {
    Answer answer = answers.get(tested);
    if (answer == null) {
      throw new IllegalStateException("no answer to " + tested.name());
    }
    return answer;
  }

  /**
   * Whether a mistake may have caused all failed answers; runs of which nothing can be compared,
   * such as one with its two ends alone, tell nothing.
   */
  boolean fits(Mistake mistake, List<Case> failed) {
    List<Case> telling =
        failed.stream().filter(c -> c.op() != Ops.RUN || run(c).isCompared()).toList();
    return !telling.isEmpty() && telling.stream().allMatch(c -> mayFit(mistake, c, false));
  }

  /** Whether all answers agree with the mistake: some shapes do not show it. */
  boolean consistent(Mistake mistake, List<Case> all) {
    return all.stream().allMatch(c -> mayFit(mistake, c, true));
  }

  /** Whether a mistake may fit a case; it does not if its numbers overflow there. */
  private boolean mayFit(Mistake mistake, Case tested, boolean withoutImage) {
    try {
      return fits(Set.of(mistake), tested, withoutImage);
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /**
   * Whether the image with a mistake, or with none, agrees with an answer. Compares coarsely in
   * binary64 first: that refutes most mistakes, and is far faster.
   */
  private boolean fits(Set<Mistake> faults, Case tested, boolean withoutImage) {
    deadline.check();
    if (tested.op() == Ops.RUN) {
      RunMistakes run = run(tested);
      return run.fit(Binary64.INSTANCE, faults, true, withoutImage)
          && run.fitExactly(faults, withoutImage);
    }
    AnsweredRequest piece = piece(tested);
    var coarse = Mistake.image(Binary64.INSTANCE, tested.request(), faults).fields();
    if (coarse.isEmpty()) {
      return withoutImage;
    }
    return beside(coarse.get(), piece).stream().allMatch(one -> one.agrees(true, 0))
        && Mistake.image(DyadicArithmetic.INSTANCE, tested.request(), faults)
            .fields()
            .filter(image -> near(image, piece))
            .isPresent();
  }

  /** The fields of an image beside the answer to a piece. */
  <T> List<Compared<T>> beside(Map<String, Matrix<T>> image, AnsweredRequest piece) {
    Map<String, ErrorBound> limits = limits(piece.request());
    List<Compared<T>> found = new ArrayList<>();
    piece
        .fields()
        .forEach(
            (name, actual) -> {
              Matrix<T> values = image.get(name);
              ErrorBound limit = limits.get(name);
              if (values == null || limit == null) {
                throw new IllegalStateException("no field " + name);
              }
              found.add(new Compared<>(name, values, actual, limit));
            });
    return found;
  }

  /** The right fields beside the answer to a piece. */
  List<Compared<Dyadic>> due(AnsweredRequest piece) {
    deadline.check();
    return beside(RightQuantities.expected(piece.request()), piece);
  }

  private RunMistakes run(Case tested) {
    return runs.computeIfAbsent(tested, c -> new RunMistakes(bounds, c.request(), answer(c)));
  }

  /** Whether an image agrees with the answer to a piece. */
  <T> boolean near(Map<String, Matrix<T>> image, AnsweredRequest piece) {
    deadline.check();
    return beside(image, piece).stream().allMatch(one -> one.agrees(false, 0));
  }

  /** Whether a piece agrees with the right answer. */
  boolean isRight(AnsweredRequest piece) {
    return near(RightQuantities.expected(piece.request()), piece);
  }

  /** Whether a request's bounds are so small that being within them tells something. */
  boolean decides(Request q) {
    return limits(q).values().stream().allMatch(ErrorBound::decides);
  }

  /** The bound of each field of an answer: one that holds for all forms, if there is one. */
  Map<String, ErrorBound> limits(Request q) {
    return limits.computeIfAbsent(
        q,
        r -> {
          Map<String, ErrorBound> expanded = bounds.of(r, OpBounds.LossForm.EXPANDED);
          return expanded.values().stream().allMatch(ErrorBound::decides)
              ? expanded
              : bounds.of(r, OpBounds.LossForm.RESIDUAL);
        });
  }

  /** Whether the right image agrees with every failed answer as a mistake's would have to. */
  boolean withinRoundings(List<Case> failed) {
    return failed.stream()
        .allMatch(c -> (c.op() == Ops.RUN || decides(c.request())) && isNearRight(c));
  }

  /** Whether the right image agrees with a failed answer as a mistake's would have to. */
  boolean isNearRight(Case tested) {
    return fits(Set.of(), tested, false);
  }
}
