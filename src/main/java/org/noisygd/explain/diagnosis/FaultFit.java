// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.fault.Fault;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Deviation;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/** Compares a candidate's answers with the answers of a program with given faults. */
final class FaultFit {
  private final RoundingModel model;
  private final CaseBounds bounds;
  private final Map<Case, Answer> answers;
  private final IdentityHashMap<Case, RunFaults> runs = new IdentityHashMap<>();
  private final IdentityHashMap<Request, Map<String, ErrorBound>> limits = new IdentityHashMap<>();
  private final Map<Case, Integer> firstWrong = new HashMap<>();

  private final DiagnosisDeadline deadline;

  FaultFit(
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

  /** The answer to a case that is not a run. */
  AnsweredRequest piece(Case tested) {
    return new AnsweredRequest(tested.request(), answer(tested).fields(), 0);
  }

  /** The answers to some cases; a run is divided into its updates. */
  List<AnsweredRequest> pieces(List<Case> cases) {
    return cases.stream()
        .flatMap(c -> AnsweredRequest.of(c.request(), answer(c), firstWrong(c)).stream())
        .toList();
  }

  /** Returns true if every answer is within this multiple of its bound. */
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
   * Returns true if a fault reproduces all failed answers and contradicts no other answer. Runs
   * without comparable states, such as a run that records only its two ends, do not count.
   */
  boolean fits(Fault fault, OpAnswers given) {
    List<Case> compared =
        given.failed().stream().filter(c -> c.op() != Ops.RUN || run(c).isCompared()).toList();
    return !compared.isEmpty()
        && compared.stream().allMatch(c -> fits(Set.of(fault), c, false))
        && given.all().stream().allMatch(c -> fits(Set.of(fault), c, true));
  }

  /** Returns true if a program with these faults would give an answer close to the actual one. */
  private boolean fits(Set<Fault> faults, Case tested, boolean withoutResult) {
    deadline.check();
    try {
      return tested.op() == Ops.RUN
          ? run(tested).fits(faults, withoutResult)
          : Fault.answer(DyadicArithmetic.INSTANCE, tested.request(), faults)
              .fields()
              .map(result -> near(result, piece(tested)))
              .orElse(withoutResult);
    } catch (ArithmeticException e) {
      return false; // a result that overflows
    }
  }

  /** Pairs the fields of a result with those of an answer. */
  <T> List<Compared<T>> beside(Map<String, Matrix<T>> result, AnsweredRequest piece) {
    Map<String, ErrorBound> limits = limits(piece.request());
    List<Compared<T>> found = new ArrayList<>();
    piece
        .fields()
        .forEach(
            (name, actual) -> {
              Matrix<T> values = result.get(name);
              ErrorBound limit = limits.get(name);
              if (values == null || limit == null) {
                throw new IllegalStateException("no field " + name);
              }
              found.add(new Compared<>(name, values, actual, limit));
            });
    return found;
  }

  /** Pairs the exact fields with those of an answer. */
  List<Compared<Dyadic>> expected(AnsweredRequest piece) {
    deadline.check();
    return beside(RightQuantities.expected(piece.request()), piece);
  }

  private RunFaults run(Case tested) {
    return runs.computeIfAbsent(tested, c -> new RunFaults(bounds, c.request(), answer(c)));
  }

  /** Returns true if a result agrees with an answer. */
  <T> boolean near(Map<String, Matrix<T>> result, AnsweredRequest piece) {
    deadline.check();
    return beside(result, piece).stream().allMatch(one -> one.agrees(0));
  }

  /** Returns true if an answer agrees with the exact one. */
  boolean isRight(AnsweredRequest piece) {
    return near(RightQuantities.expected(piece.request()), piece);
  }

  /** Returns true if there is a bound for each field of a request's answer. */
  boolean decides(Request q) {
    return limits(q).values().stream().allMatch(ErrorBound::decides);
  }

  /** The bound of each field of an answer, for all forms of the loss where that is finite. */
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

  /** Returns true if the exact result agrees with every failed answer within the tolerance. */
  boolean withinRoundings(List<Case> failed) {
    return failed.stream()
        .allMatch(c -> (c.op() == Ops.RUN || decides(c.request())) && isNearRight(c));
  }

  /** Returns true if the exact result agrees with a failed answer within the tolerance. */
  boolean isNearRight(Case tested) {
    return fits(Set.of(), tested, false);
  }

  /**
   * A request and its answer. An update of a run is a request from the printed state before it.
   *
   * @param request the request, never a run
   * @param fields the answer's matrices
   * @param step the update's number in its run; 0 for any other op
   */
  record AnsweredRequest(Request request, Map<String, ReadMatrix> fields, int step) {
    /** Number of updates used at the start of a run, and from its first wrong one. */
    private static final int UPDATES = 4;

    /** The answer; for a run, its updates between recorded dyadic states. */
    static List<AnsweredRequest> of(Request q, Answer answer, int wrong) {
      if (q.op() != Ops.RUN) {
        return List.of(new AnsweredRequest(q, answer.fields(), 0));
      }
      List<AnsweredRequest> pieces = new ArrayList<>();
      for (int t = 0; t < q.noises().size(); t++) {
        boolean used = t < UPDATES || (t >= wrong && t < wrong + UPDATES);
        if (used && answer.states().containsKey(t) && answer.states().containsKey(t + 1)) {
          try {
            DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
            List<ReadMatrix> from = answer.state(t);
            Factors<Dyadic> state = new Factors<>(from.get(0).in(exact), from.get(1).in(exact));
            pieces.add(new AnsweredRequest(q.update(Ops.STEP, t, state), answer.fields(t + 1), t));
          } catch (ArithmeticException e) {
            // The state is not dyadic.
          }
        }
      }
      return pieces;
    }
  }

  /**
   * A field of an answer, paired with the result of a model that may have faults.
   *
   * @param field the field's name
   * @param result the result of the model
   * @param actual the candidate's answer
   * @param limit the bound on a right answer's error
   */
  record Compared<T>(String field, Matrix<T> result, ReadMatrix actual, ErrorBound limit) {
    /**
     * The multiple of the bound within which an answer agrees with a result: a wrong program may do
     * a few more operations than a right one, on terms a few times as large.
     */
    static final BigDecimal ROOM = BigDecimal.valueOf(16);

    /**
     * Maximum factor by which an update magnifies an error of its start: its derivative is I - eta
     * H, and the step sizes keep the norm of eta H below one.
     */
    private static final BigDecimal GROWTH = BigDecimal.valueOf(2);

    /** The indices of the entries. */
    IntStream entries() {
      return IntStream.range(0, actual.entries().size());
    }

    /** Entry n of the result. */
    T expected(int n) {
      return result.entries().get(n);
    }

    /** Entry n of the answer. */
    BigDecimal actual(int n) {
      return actual.entries().get(n).decimal();
    }

    /** The distance between a number and entry n of the answer. */
    BigDecimal off(int n, BigDecimal from) {
      return actual(n).subtract(from).abs();
    }

    /** The bound on the error of entry n. */
    BigDecimal limit(int n) {
      return limit.at(n / result.columns(), n % result.columns());
    }

    /** The magnitude of entry n. */
    BigDecimal magnitude(int n) {
      return limit.magnitude(n / result.columns(), n % result.columns());
    }

    /** Returns true if the answer agrees with the result of these updates from a printed state. */
    boolean agrees(int updates) {
      BigDecimal times = updates < 2 ? ROOM : ROOM.multiply(GROWTH.pow(updates));
      return Deviation.near(result, actual, limit, times);
    }
  }
}
