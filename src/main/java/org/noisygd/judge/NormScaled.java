// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.Candidate;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Gradients of half a squared norm, differentiated automatically: the residual is multiplied by
 * norm/norm, up to four roundings where the exact cases have none. Those are then judged by the
 * bound, which counts these four ({@code proofs-notes/bounds.md}).
 *
 * <p>That is allowed in ops that the bound passes whole, where such roundings are shown: for a
 * gradient by a case of its own; for an update by the update too, unless the gradient can be asked
 * at the same points and rounds nothing. They are shown where a residual of few digits is rounded,
 * for reading and printing lose digits of long numbers only; and where numbers of all digits are
 * off in one direction, as a factor makes them, and no printing explains it.
 *
 * <p>A loss may be the square of the norm of the residual times the root of 1/2, which is rounded.
 * So the loss with all digits, which half the square of a norm gives exactly, is rounded too. It is
 * then judged by the bound of a norm whose residual is exact, unless it is merely printed short, or
 * the candidate is asked for such losses of few digits and rounds none of them.
 */
final class NormScaled {
  /** Bits of the inputs of a case that no program loses in reading or printing. */
  private static final int FEW_BITS = 12;

  /** So many points are enough. */
  private static final int QUESTIONS = 4;

  /** Asks for equality in exact cases. */
  private final Judge strict;

  /** Takes the bound of a residual that is scaled. */
  private final Judge byBound;

  /** Whether the gradient was asked where exact updates are rounded, and is not rounded there. */
  private boolean denied;

  /** Ops whose losses of few digits were asked and are not rounded. */
  private final Set<Op> plainLosses = new HashSet<>();

  /** For the arithmetic that a candidate declared. */
  NormScaled(RoundingModel model) {
    this(model, false, Set.of());
  }

  /** The same of a candidate that was asked. */
  NormScaled(RoundingModel model, boolean denied, Set<Op> plainLosses) {
    this.denied = denied;
    this.plainLosses.addAll(plainLosses);
    this.strict = new Judge(model);
    this.byBound = Judge.ofScaledResiduals(model);
  }

  /** Asks whether a gradient, and losses of few digits, are rounded as a norm rounds them. */
  void ask(
      List<CaseResult> results,
      Map<Case, Answer> answers,
      Candidate candidate,
      Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    for (Case question : questions(results, answers)) {
      Optional<Answer> answer = candidate.ask(question).answer(arithmetic);
      denied = answer.map(a -> !isShown(question, a)).orElse(denied);
      if (answer.isPresent() && !denied) {
        break;
      }
    }
    for (Case full : fullLosses(results)) {
      int rounded = 0;
      int answered = 0;
      for (Case small : smallLosses(full)) {
        Optional<Answer> answer = candidate.ask(small).answer(arithmetic);
        answered += answer.isPresent() ? 1 : 0;
        rounded += answer.isPresent() && isOff(small, answer.get()) ? 1 : 0;
      }
      if (answered > 0 && rounded == 0) {
        plainLosses.add(full.op());
      }
    }
  }

  /**
   * What the gradient is to be asked before updates are judged: itself at the points where exact
   * updates were rounded, so that the same residual is multiplied by the same quotient.
   */
  List<Case> questions(List<CaseResult> results, Map<Case, Answer> answers) {
    List<Case> shown = shown(results, answers, right(results, answers));
    return shown.stream().anyMatch(c -> c.op() == Ops.GRADIENT)
        ? List.of()
        : shown.stream()
            .filter(c -> c.op().has(Part.UPDATE))
            .limit(QUESTIONS)
            .map(NormScaled::question)
            .toList();
  }

  private static Case question(Case update) {
    Request q = update.request();
    Factors<Dyadic> noise = q.op().has(Part.RUN) ? q.noises().get(0) : q.direction();
    return new Case(
        "gradient/at-" + update.name().replace('/', '-'),
        Request.of(Ops.GRADIENT, q.m(), q.at().plus(noise)),
        true,
        "the residual multiplied by norm/norm, as in the update");
  }

  /** The results, those of exact cases by the bound where the candidate showed such a norm. */
  List<CaseResult> resolved(List<CaseResult> results, Map<Case, Answer> answers) {
    Set<Op> right = right(results, answers);
    List<Case> shown = shown(results, answers, right);
    boolean gradient = shown.stream().anyMatch(c -> c.op().has(Part.GRADIENT));
    boolean update = !denied && !shown.isEmpty();
    List<CaseResult> all = new ArrayList<>();
    for (CaseResult r : results) {
      Op op = r.tested().op();
      boolean loosely =
          isFullLoss(r)
              ? !plainLosses.contains(op) && !isPrintedShort(r, answers)
              : (op.has(Part.UPDATE) ? update : gradient) && right.contains(op);
      all.add(loosely ? byBound(r, answers) : r);
    }
    return all;
  }

  /** The cases that show a residual that is scaled, of ops that are right but for that. */
  private List<Case> shown(List<CaseResult> results, Map<Case, Answer> answers, Set<Op> right) {
    List<Case> shown = new ArrayList<>();
    for (CaseResult r : results) {
      Answer answer = answers.get(r.tested());
      if (concerns(r)
          && answer != null
          && right.contains(r.tested().op())
          && isShown(r.tested(), answer)) {
        shown.add(r.tested());
      }
    }
    return shown;
  }

  /** The ops of which no case fails by the bound. */
  private Set<Op> right(List<CaseResult> results, Map<Case, Answer> answers) {
    Set<Op> right = new HashSet<>();
    results.forEach(r -> right.add(r.tested().op()));
    for (CaseResult r : results) {
      if (right.contains(r.tested().op())
          && byBound(r, answers).outcome() == CaseResult.Outcome.FAIL) {
        right.remove(r.tested().op());
      }
    }
    return right;
  }

  private CaseResult byBound(CaseResult r, Map<Case, Answer> answers) {
    Answer answer = answers.get(r.tested());
    return answer == null ? r : byBound(r, answer);
  }

  /** A result; that of a case that failed is its result by the bound. */
  CaseResult byBound(CaseResult r, Answer answer) {
    Case tested = r.tested();
    if (!(concerns(r) || isFullLoss(r)) || !answer.isFinite()) {
      return r;
    }
    CaseResult found =
        isFullLoss(r)
            ? strict.judge(tested.in(Case.Group.ORDINARY), answer)
            : byBound.judge(tested.byBound(), answer);
    boolean passed = found.outcome() == CaseResult.Outcome.PASS;
    return new CaseResult(
        tested,
        found.outcome(),
        found.worst(),
        found.relative(),
        found.failure(),
        passed ? List.of(CaseResult.NORM_SCALED) : List.of());
  }

  private static boolean concerns(CaseResult r) {
    Op op = r.tested().op();
    return r.hasFailed() && op.has(Part.RESIDUAL) && (op.has(Part.GRADIENT) || op.has(Part.UPDATE));
  }

  /** Whether this is the loss that half the square of a norm gives exactly, and not so here. */
  private static boolean isFullLoss(CaseResult r) {
    return r.hasFailed() && r.tested().op().has(Part.LOSS) && r.tested().hasFullDigits();
  }

  /** The cases of losses that half the square of a norm gives exactly, and that are not so here. */
  static List<Case> fullLosses(List<CaseResult> results) {
    return results.stream().filter(NormScaled::isFullLoss).map(CaseResult::tested).toList();
  }

  /**
   * The same with few digits, which no reading or printing loses: a norm of the scaled residual
   * rounds all of these in binary64 and binary32.
   */
  static List<Case> smallLosses(Case full) {
    Request q = full.request();
    return Stream.of(3, 11, 29)
        .map(k -> q.withTarget(q.m().map(m -> Dyadic.of(k, 0))))
        .map(small -> new Case("loss/small", small, true, "the norm of a residual"))
        .toList();
  }

  /** Whether the answer to an exact case is rounded. */
  static boolean isOff(Case small, Answer answer) {
    return answer.isFinite()
        && small.due().values().stream()
            .anyMatch(due -> due.get(0, 0).toBigDecimal().compareTo(loss(answer)) != 0);
  }

  /** Whether an answer is the exact loss in as many digits as the longest of all losses has. */
  private static boolean isPrintedShort(CaseResult full, Map<Case, Answer> answers) {
    int digits =
        answers.entrySet().stream()
            .filter(e -> e.getKey().op().has(Part.LOSS) && e.getValue().isFinite())
            .mapToInt(e -> loss(e.getValue()).precision())
            .max()
            .orElse(1);
    Answer answer = answers.get(full.tested());
    BigDecimal due =
        ExactImage.right(DyadicArithmetic.INSTANCE, full.tested().request()).values().stream()
            .map(m -> m.get(0, 0).toBigDecimal())
            .findFirst()
            .orElseThrow();
    BigDecimal unit = BigDecimal.ONE.movePointLeft(digits - due.precision() + due.scale());
    return answer == null
        || !answer.isFinite()
        || due.subtract(loss(answer)).abs().compareTo(unit) < 0;
  }

  private static BigDecimal loss(Answer answer) {
    return answer.matrices().findFirst().orElseThrow().get(0, 0).printed().stripTrailingZeros();
  }

  /** Whether the answer to an exact case shows a residual that is scaled. */
  boolean isShown(Case tested, Answer answer) {
    CaseResult strictly = strict.judge(tested, answer);
    return tested.exact()
        && concerns(strictly)
        && byBound(strictly, answer).outcome() == CaseResult.Outcome.PASS
        && (isShort(tested.request()) || isOffByAFactor(tested.request(), answer));
  }

  private static boolean isShort(Request q) {
    return Stream.concat(q.m().entries().stream(), q.at().toVariables().stream())
        .allMatch(d -> d.significand().bitLength() <= FEW_BITS);
  }

  /** Whether all entries that are not zero are off in one direction, one of them as printed. */
  private static boolean isOffByAFactor(Request q, Answer answer) {
    Map<String, Matrix<Dyadic>> exact = ExactImage.right(DyadicArithmetic.INSTANCE, q);
    int larger = 0;
    int smaller = 0;
    boolean printed = false;
    for (Map.Entry<String, ReadMatrix> field : answer.fields().entrySet()) {
      Matrix<Dyadic> due = exact.get(field.getKey());
      for (int n = 0; due != null && n < due.entries().size(); n++) {
        var expected = due.entries().get(n).toBigDecimal();
        ReadNumber actual = field.getValue().entries().get(n);
        int off = actual.decimal().abs().compareTo(expected.abs());
        larger += off > 0 ? 1 : 0;
        smaller += off < 0 ? 1 : 0;
        if (expected.signum() != 0 && off == 0) {
          return false;
        }
        var digits = new MathContext(Math.max(1, actual.printed().precision()));
        printed |= off != 0 && expected.round(digits).compareTo(actual.printed()) != 0;
      }
    }
    return printed && (larger == 0) != (smaller == 0);
  }
}
