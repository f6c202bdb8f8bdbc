// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.answers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * Judges programs that differentiate half a squared norm automatically. They multiply the residual
 * by norm/norm: up to four roundings where exact cases have none. Such cases are judged by the
 * bound, which counts these four ({@code proofs-notes/bounds.md}).
 *
 * <p>An op is judged in this way if all its cases pass by the bound and such roundings are
 * observed: for a gradient, in a gradient; for an update, in an update or a gradient, unless the
 * gradient can be asked at the same points and rounds nothing there. They are observed if a
 * residual of few digits is rounded, since reading and printing lose digits of long numbers only;
 * or if all numbers deviate in one direction, as by a common factor, and printing does not explain
 * it.
 *
 * <p>A loss may be the squared norm of the residual scaled by the root of 1/2, which is rounded.
 * Then the loss with all digits, which half a squared norm gives exactly, is rounded too. Such a
 * loss is judged by the bound of a norm whose residual is exact, unless it only lost digits when
 * printed, or the candidate rounds none of the requested losses of few digits.
 */
final class NormScaledResidual {
  /** Maximum number of significand bits of an input that every program reads and prints exactly. */
  private static final int FEW_BITS = 12;

  /** Maximum number of points at which the gradient is asked. */
  private static final int QUESTIONS = 4;

  private final Judge strict;
  private final Judge byBound;
  private final Map<Case, Answer> answers;

  /** True if the gradient is not rounded at the points where exact updates are rounded. */
  boolean denied;

  /** The ops whose losses of few digits are not rounded. */
  final Set<Op> plainLosses = new HashSet<>();

  /** Judges a candidate with these answers. */
  NormScaledResidual(RoundingModel model, Map<Case, Answer> answers) {
    this.answers = answers;
    this.strict = new Judge(model);
    this.byBound = new Judge(model, Rule.SCALED_RESIDUAL);
  }

  /** Asks for gradients, and for losses of few digits, to see if a norm has rounded them. */
  void ask(List<CaseResult> results, Candidate candidate, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    for (Case question : questions(results)) {
      Optional<Answer> answer = candidate.ask(question).answer(arithmetic);
      denied = answer.map(a -> !isShown(strict.judge(question, a), a)).orElse(denied);
      if (answer.isPresent() && !denied) {
        break;
      }
    }
    for (Case full : fullLosses(results)) {
      Set<Boolean> off = new HashSet<>();
      for (Case small : smallLosses(full)) {
        candidate.ask(small).answer(arithmetic).ifPresent(a -> off.add(isOff(small, a)));
      }
      if (off.equals(Set.of(false))) {
        plainLosses.add(full.op());
      }
    }
  }

  /**
   * The cases to ask before updates are judged: the gradient at the points where exact updates were
   * rounded. A program with such roundings has them in the gradient too.
   */
  List<Case> questions(List<CaseResult> results) {
    List<Case> shown = shown(results, right(results));
    return shown.stream().anyMatch(c -> c.op() == Ops.GRADIENT)
        ? List.of()
        : shown.stream()
            .filter(c -> c.op().has(Part.UPDATE))
            .limit(QUESTIONS)
            .map(NormScaledResidual::question)
            .toList();
  }

  private static Case question(Case update) {
    Request q = update.request().ofFirstUpdate();
    return new Case(
        "gradient/at-" + update.name().replace('/', '-'),
        Request.of(Ops.GRADIENT, q.m(), q.at().plus(q.direction())),
        true,
        "the residual multiplied by norm/norm, as in the update");
  }

  /** Returns the results, with exact cases judged by the bound if such a norm was observed. */
  List<CaseResult> resolved(List<CaseResult> results) {
    Set<Op> right = right(results);
    List<Case> shown = shown(results, right);
    boolean gradient = shown.stream().anyMatch(c -> c.op().has(Part.GRADIENT));
    boolean update = !denied && !shown.isEmpty();
    List<CaseResult> all = new ArrayList<>();
    for (CaseResult r : results) {
      Op op = r.tested().op();
      boolean loosely =
          isFullLoss(r)
              ? !plainLosses.contains(op) && !isPrintedShort(r)
              : (op.has(Part.UPDATE) ? update : gradient) && right.contains(op);
      all.add(loosely ? byBound(r) : r);
    }
    return all;
  }

  /** The cases that show a scaled residual, of ops that are otherwise right. */
  private List<Case> shown(List<CaseResult> results, Set<Op> right) {
    List<Case> shown = new ArrayList<>();
    for (CaseResult r : results) {
      Answer answer = answers.get(r.tested());
      if (answer != null && right.contains(r.tested().op()) && isShown(r, answer)) {
        shown.add(r.tested());
      }
    }
    return shown;
  }

  /** The ops all of whose cases pass by the bound. */
  private Set<Op> right(List<CaseResult> results) {
    Set<Op> right = new HashSet<>();
    results.forEach(r -> right.add(r.tested().op()));
    for (CaseResult r : results) {
      if (right.contains(r.tested().op()) && byBound(r).hasFailed()) {
        right.remove(r.tested().op());
      }
    }
    return right;
  }

  private CaseResult byBound(CaseResult r) {
    Answer answer = answers.get(r.tested());
    return answer == null ? r : byBound(r, answer);
  }

  /** The result of a failed case, judged by the bound; any other result unchanged. */
  CaseResult byBound(CaseResult r, Answer answer) {
    Case tested = r.tested();
    if (!(concerns(r) || isFullLoss(r)) || !answer.isFinite()) {
      return r;
    }
    CaseResult found =
        isFullLoss(r)
            ? strict.judge(tested.in(Case.Group.ORDINARY), answer)
            : byBound.judge(tested.byBound(), answer);
    return found.of(tested).warning(CaseResult.NORM_SCALED);
  }

  private static boolean concerns(CaseResult r) {
    Op op = r.tested().op();
    return r.hasFailed() && op.has(Part.RESIDUAL) && (op.has(Part.GRADIENT) || op.has(Part.UPDATE));
  }

  /** Returns true if this is a wrong loss that half a squared norm gives exactly. */
  private static boolean isFullLoss(CaseResult r) {
    return r.hasFailed() && r.tested().op().has(Part.LOSS) && r.tested().hasFullDigits();
  }

  /** The cases of wrong losses that half a squared norm gives exactly. */
  static List<Case> fullLosses(List<CaseResult> results) {
    return results.stream().filter(NormScaledResidual::isFullLoss).map(CaseResult::tested).toList();
  }

  /**
   * Cases with losses of few digits, which reading and printing preserve. A program that takes a
   * norm of the scaled residual rounds every such loss, in binary64 and binary32.
   */
  static List<Case> smallLosses(Case full) {
    Request q = full.request();
    return Stream.of(3, 11, 29)
        .map(k -> q.withTarget(q.m().map(m -> Dyadic.of(k, 0))))
        .map(small -> new Case("loss/small", small, true, "the norm of a residual"))
        .toList();
  }

  /** Returns true if the answer to an exact case is rounded. */
  static boolean isOff(Case small, Answer answer) {
    return answer.isFinite() && expected(small).compareTo(loss(answer)) != 0;
  }

  /** Returns true if an answer is the exact loss, to as many digits as the longest loss has. */
  private boolean isPrintedShort(CaseResult full) {
    int digits =
        answers.entrySet().stream()
            .filter(e -> e.getKey().op().has(Part.LOSS) && e.getValue().isFinite())
            .mapToInt(e -> loss(e.getValue()).precision())
            .max()
            .orElse(1);
    Answer answer = answers.get(full.tested());
    BigDecimal expected = expected(full.tested());
    BigDecimal unit =
        BigDecimal.ONE.movePointLeft(digits - expected.precision() + expected.scale());
    return answer == null
        || !answer.isFinite()
        || expected.subtract(loss(answer)).abs().compareTo(unit) < 0;
  }

  private static BigDecimal expected(Case tested) {
    return tested.expected().values().iterator().next().get(0, 0).toBigDecimal();
  }

  private static BigDecimal loss(Answer answer) {
    return answer.matrices().findFirst().orElseThrow().get(0, 0).printed().stripTrailingZeros();
  }

  /** Returns true if the answer to an exact case reveals a scaled residual when judged bitwise. */
  private boolean isShown(CaseResult strictly, Answer answer) {
    Case tested = strictly.tested();
    return tested.exact()
        && concerns(strictly)
        && byBound(strictly, answer).hasPassed()
        && (isShort(tested.request()) || isOffByAFactor(tested.expected(), answer));
  }

  private static boolean isShort(Request q) {
    return Stream.concat(q.m().entries().stream(), q.at().toVariables().stream())
        .allMatch(d -> d.significand().bitLength() <= FEW_BITS);
  }

  /** Returns true if all nonzero entries deviate in one direction, beyond errors of printing. */
  private static boolean isOffByAFactor(Map<String, Matrix<Dyadic>> exact, Answer answer) {
    int larger = 0;
    int smaller = 0;
    boolean printed = false;
    for (Map.Entry<String, ReadMatrix> field : answer.fields().entrySet()) {
      Matrix<Dyadic> of = exact.get(field.getKey());
      for (int n = 0; of != null && n < of.entries().size(); n++) {
        var expected = of.entries().get(n).toBigDecimal();
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
