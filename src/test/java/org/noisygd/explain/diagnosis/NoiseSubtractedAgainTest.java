// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.StandardCases;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;

/** Weights recovered by subtracting the noise fail at every seed, in short formats too, by name. */
class NoiseSubtractedAgainTest {
  private static final int SEEDS = 200;

  /** The factors that a program recovers by subtraction, before its step or after it. */
  private enum Habit {
    BOTH(true, true, false),
    X(true, false, false),
    Y(false, true, false),
    BOTH_AFTER_STEP(true, true, true),
    X_AFTER_STEP(true, false, true),
    Y_AFTER_STEP(false, true, true);

    private final boolean ofX;
    private final boolean ofY;
    private final boolean afterStep;

    Habit(boolean ofX, boolean ofY, boolean afterStep) {
      this.ofX = ofX;
      this.ofY = ofY;
      this.afterStep = afterStep;
    }

    <T> Factors<T> step(
        Request q, Arithmetic<T> arithmetic, Factors<T> state, Factors<Dyadic> noise) {
      Factors<T> z = noise.roundTo(arithmetic);
      Factors<T> perturbed = state.plus(z);
      Factors<T> change =
          new MatrixFactorization<>(q.m().roundTo(arithmetic))
              .gradient(perturbed)
              .scale(arithmetic.fromDyadic(q.etaX()), arithmetic.fromDyadic(q.etaY()));
      Factors<T> stepped =
          afterStep ? perturbed.minus(change).minus(z) : perturbed.minus(z).minus(change);
      Factors<T> right = state.minus(change);
      return new Factors<>(ofX ? stepped.x() : right.x(), ofY ? stepped.y() : right.y());
    }
  }

  private static <T> Answer answer(Habit habit, Arithmetic<T> arithmetic, Request q) {
    boolean run = q.op().has(Part.RUN);
    List<Factors<Dyadic>> noises = run ? q.noises() : List.of(q.direction());
    List<Integer> record = run ? q.record() : List.of(1);
    Map<Integer, List<ReadMatrix>> states = new HashMap<>();
    Factors<T> state = q.at().roundTo(arithmetic);
    for (int t = 0; t <= noises.size(); t++) {
      if (record.contains(t)) {
        states.put(
            t, List.of(ReferenceAnswer.printed(state.x()), ReferenceAnswer.printed(state.y())));
      }
      state = t < noises.size() ? habit.step(q, arithmetic, state, noises.get(t)) : state;
    }
    Answer answer = new Answer(Map.of(), states);
    return run ? answer : new Answer(answer.fields(1), Map.of());
  }

  private static final int MOST_UPDATES = 13;

  /** Checks that the candidate fails some cases of each op, and is given the name and no other. */
  private static void check(Habit habit, String declared, Function<JudgedOp, List<Case>> cases) {
    for (JudgedOp op : List.of(Ops.STEP, Ops.RUN)) {
      Judged judged =
          Judged.of(declared, cases.apply(op), q -> answer(habit, Arithmetics.named(declared), q));
      assertEquals(
          Set.of(Code.RESTORED_BY_SUBTRACTION),
          judged.codes(),
          () -> habit + " in " + declared + ", " + op);
    }
  }

  private static void checkNoisy(Habit habit, String declared, long seed) {
    check(
        habit,
        declared,
        op -> {
          CaseSuite suite = new CaseSuite(declared, seed);
          StandardCases.NOISY.addTo(suite, op);
          return suite.cases();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "bfloat16"})
  void diagnose_restoredUnderLargeNoise_named(String declared) {
    for (Habit habit : Habit.values()) {
      checkNoisy(habit, declared, 109);
    }
  }

  /** All other cases agree with it; in long runs what it loses grows until it overflows. */
  @Test
  void diagnose_restoredInWholeSuite_named() {
    check(
        Habit.Y_AFTER_STEP,
        "binary16",
        op ->
            op.cases("binary16", CaseSuite.DEFAULT_SEED).stream()
                .filter(c -> c.request().noises().size() <= MOST_UPDATES)
                .toList());
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "bfloat16"})
  void diagnose_restoredInEachWay_named(String declared) {
    for (Habit habit : Habit.values()) {
      check(habit, declared, op -> op.cases(declared, CaseSuite.DEFAULT_SEED));
    }
  }

  /** Noise of binary16 is too small to show at each seed what is lost of a Y that moves. */
  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "bfloat16"})
  void diagnose_restoredAtEachSeed_named(String declared) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Habit one = Habit.values()[seed % Habit.values().length];
      checkNoisy(one.ofX || !declared.equals("binary16") ? one : Habit.BOTH, declared, seed);
    }
  }
}
