// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.FaultyProgram;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/** A program in binary64 that is wrong in some way. It may remember: one conversation is one. */
abstract class WrongProgram {
  private static final Binary64 DOUBLES = Binary64.INSTANCE;

  /** What it computes for a request that is no run. */
  abstract Map<String, Matrix<Double>> fields(Request q);

  /**
   * One update.
   *
   * @param states the states until then, the start first
   */
  abstract Factors<Double> next(Request q, int t, List<Factors<Double>> states);

  /** What it answers. */
  Answer answer(Request q) {
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    if (q.op() != Ops.RUN) {
      fields(q).forEach((name, m) -> fields.put(name, FaultyProgram.printed(m)));
      return new Answer(fields, Map.of());
    }
    List<Factors<Double>> states = new ArrayList<>(List.of(q.at().roundTo(DOUBLES)));
    for (int t = 0; t < q.noises().size(); t++) {
      states.add(next(q, t, states));
    }
    Map<Integer, List<ReadMatrix>> recorded = new TreeMap<>();
    for (int t : q.record()) {
      Factors<Double> state = states.get(t);
      recorded.put(t, List.of(FaultyProgram.printed(state.x()), FaultyProgram.printed(state.y())));
    }
    return new Answer(Map.of(), recorded);
  }

  /** The update of a request that is none of a run, as the first of a run. */
  static Request asRun(Request q) {
    Request run = Request.of(Ops.RUN, q.m(), q.at()).withSteps(q.etaX(), q.etaY());
    return run.withRun(List.of(q.direction()), List.of(0, 1));
  }

  /** One that makes no mistake. */
  static WrongProgram right() {
    return making(Set.of());
  }

  /** One that makes mistakes of the catalogue, where the shapes allow them. */
  static WrongProgram making(Set<Mistake> faults) {
    return new WrongProgram() {
      @Override
      Map<String, Matrix<Double>> fields(Request q) {
        return Mistake.image(DOUBLES, q, faults)
            .fields()
            .orElseGet(() -> ExactImage.right(DOUBLES, q));
      }

      @Override
      Factors<Double> next(Request q, int t, List<Factors<Double>> states) {
        Factors<Double> before = states.get(Math.max(0, t - 1));
        Set<Mistake> made = Mistake.image(DOUBLES, q, faults).applies() ? faults : Set.of();
        return FaultyProgram.update(DOUBLES, q, made, t, states.get(t), before);
      }

      @Override
      Answer answer(Request q) {
        return FaultyProgram.answer(DOUBLES, q, faults)
            .orElseGet(() -> FaultyProgram.answer(DOUBLES, q, Set.of()).orElseThrow());
      }
    };
  }

  /** Whether a mistake is made in the n-th call, or in step t of a run. */
  interface When {
    boolean holds(Request q, int call, int t);
  }

  /** One that goes wrong at times. */
  static WrongProgram at(When when, WrongProgram wrong) {
    WrongProgram right = right();
    return new WrongProgram() {
      private int calls;

      @Override
      Map<String, Matrix<Double>> fields(Request q) {
        return (when.holds(q, calls++, 0) ? wrong : right).fields(q);
      }

      @Override
      Factors<Double> next(Request q, int t, List<Factors<Double>> states) {
        return (when.holds(q, calls++, t) ? wrong : right).next(q, t, states);
      }
    };
  }

  /** One that goes wrong where requests are such, in all that it does there. */
  static WrongProgram where(Predicate<Request> condition, WrongProgram wrong) {
    WrongProgram right = right();
    return new WrongProgram() {
      @Override
      Map<String, Matrix<Double>> fields(Request q) {
        return (condition.test(q) ? wrong : right).fields(q);
      }

      @Override
      Factors<Double> next(Request q, int t, List<Factors<Double>> states) {
        return (condition.test(q) ? wrong : right).next(q, t, states);
      }

      @Override
      Answer answer(Request q) {
        return (condition.test(q) ? wrong : right).answer(q);
      }
    };
  }

  /** One whose results are made of the right ones and the wrong ones, in this order. */
  static WrongProgram mixed(BinaryOperator<Matrix<Double>> mix, WrongProgram wrong) {
    WrongProgram right = right();
    return new WrongProgram() {
      @Override
      Map<String, Matrix<Double>> fields(Request q) {
        Map<String, Matrix<Double>> due = right.fields(q);
        Map<String, Matrix<Double>> mixed = new LinkedHashMap<>();
        wrong.fields(q).forEach((name, m) -> mixed.put(name, mix.apply(due.get(name), m)));
        return mixed;
      }

      @Override
      Factors<Double> next(Request q, int t, List<Factors<Double>> states) {
        Factors<Double> due = right.next(q, t, states);
        Factors<Double> other = wrong.next(q, t, states);
        return new Factors<>(mix.apply(due.x(), other.x()), mix.apply(due.y(), other.y()));
      }
    };
  }

  /** An update, by all that it may depend on. */
  interface Update {
    Factors<Double> next(Request run, int t, List<Factors<Double>> states);
  }

  /** One whose updates are wrong. */
  static WrongProgram updating(Update update) {
    return new WrongProgram() {
      @Override
      Map<String, Matrix<Double>> fields(Request q) {
        Request run = asRun(q);
        Factors<Double> image = update.next(run, 0, List.of(q.at().roundTo(DOUBLES)));
        Map<String, Matrix<Double>> fields = new LinkedHashMap<>();
        fields.put("X", image.x());
        fields.put("Y", image.y());
        return fields;
      }

      @Override
      Factors<Double> next(Request q, int t, List<Factors<Double>> states) {
        return update.next(q, t, states);
      }
    };
  }

  /** One that computes another request than it was asked. */
  static WrongProgram asking(UnaryOperator<Request> other) {
    return new WrongProgram() {
      @Override
      Map<String, Matrix<Double>> fields(Request q) {
        return ExactImage.right(DOUBLES, other.apply(q));
      }

      @Override
      Factors<Double> next(Request q, int t, List<Factors<Double>> states) {
        Factors<Double> state = states.get(t);
        if (!state.toVariables().stream().allMatch(Double::isFinite)) {
          return state;
        }
        Request step =
            Request.of(Ops.STEP, q.m(), state.toExactly(DyadicArithmetic.INSTANCE))
                .withDirection(q.noises().get(t))
                .withSteps(q.etaX(), q.etaY());
        Map<String, Matrix<Double>> image = fields(step);
        return new Factors<>(image.get("X"), image.get("Y"));
      }
    };
  }
}
