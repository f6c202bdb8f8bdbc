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

  /** The answer to a case that is not a run, as one piece. */
  AnsweredRequest piece(Case tested) {
    return new AnsweredRequest(tested.request(), answer(tested).fields(), 0);
  }

  /** The pieces of the answers to some cases. */
  List<AnsweredRequest> pieces(List<Case> cases) {
    return cases.stream()
        .flatMap(c -> AnsweredRequest.of(c.request(), answer(c), firstWrong(c)).stream())
        .toList();
  }

  /** Returns true if a judge finds every answer within this multiple of its bound. */
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
   * Returns true if a fault may have caused all failed answers, and all answers agree with it: some
   * shapes do not show it. Runs without comparable states, such as one with its two ends alone, do
   * not count.
   */
  boolean fits(Fault fault, OpAnswers given) {
    List<Case> compared =
        given.failed().stream().filter(c -> c.op() != Ops.RUN || run(c).isCompared()).toList();
    return !compared.isEmpty()
        && compared.stream().allMatch(c -> fits(Set.of(fault), c, false))
        && given.all().stream().allMatch(c -> fits(Set.of(fault), c, true));
  }

  /** Returns true if the result with these faults, or the right result, agrees with an answer. */
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

  /** The fields of a result beside the answer to a piece. */
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

  /** The expected fields beside the answer to a piece. */
  List<Compared<Dyadic>> expected(AnsweredRequest piece) {
    deadline.check();
    return beside(RightQuantities.expected(piece.request()), piece);
  }

  private RunFaults run(Case tested) {
    return runs.computeIfAbsent(tested, c -> new RunFaults(bounds, c.request(), answer(c)));
  }

  /** Returns true if a result agrees with the answer to a piece. */
  <T> boolean near(Map<String, Matrix<T>> result, AnsweredRequest piece) {
    deadline.check();
    return beside(result, piece).stream().allMatch(one -> one.agrees(0));
  }

  /** Returns true if a piece agrees with the expected answer. */
  boolean isRight(AnsweredRequest piece) {
    return near(RightQuantities.expected(piece.request()), piece);
  }

  /** Returns true if there is a bound for each field of a request's answer. */
  boolean decides(Request q) {
    return limits(q).values().stream().allMatch(ErrorBound::decides);
  }

  /** The bound of each field of an answer, valid for all forms of the loss, if there is one. */
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

  /** Returns true if the right result agrees with every failed answer as a fault's must. */
  boolean withinRoundings(List<Case> failed) {
    return failed.stream()
        .allMatch(c -> (c.op() == Ops.RUN || decides(c.request())) && isNearRight(c));
  }

  /** Returns true if the right result agrees with a failed answer as a fault's must. */
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
    /** Number of updates of a run that are used, from the start and from the first wrong one on. */
    private static final int UPDATES = 4;

    /** The pieces of an answer; of a run, its updates between recorded dyadic states. */
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
   * A field of an answer beside the result of a model, which may have faults.
   *
   * @param field the field's name
   * @param result the result of the model
   * @param actual the candidate's answer
   * @param limit the bound on a right answer's error
   */
  record Compared<T>(String field, Matrix<T> result, ReadMatrix actual, ErrorBound limit) {
    /**
     * An answer within this multiple of the bound agrees with a result: a wrong program may do a
     * few more operations than a right one, on terms a few times as large.
     */
    static final BigDecimal ROOM = BigDecimal.valueOf(16);

    /**
     * The factor by which an update may magnify an error of its start: its derivative is the
     * identity minus the step size times the Hessian, and the step sizes keep that product below
     * one.
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

    /** The distance of entry n of the answer from a number. */
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

    /** Returns true if the answer agrees with the result, so many updates after a printed state. */
    boolean agrees(int updates) {
      BigDecimal times = updates < 2 ? ROOM : ROOM.multiply(GROWTH.pow(updates));
      return Deviation.near(result, actual, limit, times);
    }
  }
}
