// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.judge.cases.ProblemShape;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.error.RoundingModel;

/** States of a run with updates between them that are not recorded. */
class UpdateJudgeTest {
  private static final ProblemShape SHAPE = new ProblemShape(4, 3, 2);

  private static final int UPDATES = 12;

  /** An ordinary run, with these states recorded. */
  private static Case run(String arithmetic, List<Integer> record) {
    NumberSource numbers = new NumberSource(Arithmetics.named(arithmetic), 1, "run/test");
    Request q =
        Request.of(Ops.RUN, numbers.matrix(SHAPE.d1(), SHAPE.d2(), 0), numbers.factors(SHAPE, 0))
            .withSteps(numbers.positive(-6), numbers.positive(-5))
            .withRun(
                Stream.generate(() -> numbers.factors(SHAPE, -4)).limit(UPDATES).toList(), record);
    return CaseSuite.own(arithmetic, "run/test", q, "").orElseThrow();
  }

  /** What a program answers that computes in an arithmetic, and changes the noises it is given. */
  private static <T> Answer answer(
      Arithmetic<T> arithmetic, Request q, UnaryOperator<List<Factors<Dyadic>>> noises) {
    Factors<T> state = q.at().roundTo(arithmetic);
    var in = q.in(arithmetic);
    PerturbedUpdate<T> update =
        new PerturbedUpdate<>(in.m(), new StepSizes<>(in.etaX(), in.etaY()), UpdateForm.GRAM);
    Map<Integer, List<ReadMatrix>> states = new HashMap<>();
    List<Factors<Dyadic>> changed = noises.apply(q.noises());
    for (int t = 0; t <= q.noises().size(); t++) {
      if (q.record().contains(t)) {
        states.put(
            t, List.of(ReferenceAnswer.printed(state.x()), ReferenceAnswer.printed(state.y())));
      }
      if (t < changed.size()) {
        state = update.apply(state, changed.get(t).roundTo(arithmetic));
      }
    }
    return new Answer(Map.of(), states);
  }

  private static CaseResult judged(
      String arithmetic, List<Integer> record, UnaryOperator<List<Factors<Dyadic>>> noises) {
    Case tested = run(arithmetic, record);
    return new Judge(RoundingModel.named(arithmetic))
        .judge(tested, answer(Arithmetics.named(arithmetic), tested.request(), noises));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "double-double", "decimal:30"})
  void judge_rightAtTheEndAlone_passes(String arithmetic) {
    CaseResult result = judged(arithmetic, List.of(12), noises -> noises);
    assertEquals(CaseResult.Outcome.PASS, result.outcome(), result.failure().toString());
    assertTrue(result.worst() > 0 && result.worst() < 1, "" + result.worst());
    assertTrue(judged(arithmetic, List.of(), noises -> noises).hasPassed(), "no state recorded");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 10, 11})
  void judge_oneUpdateLeftOutBetweenStates_fails(int missing) {
    for (List<Integer> record : List.of(List.of(12), List.of(0, 12), List.of(0, 6, 12))) {
      CaseResult result =
          judged(
              "binary64",
              record,
              noises -> {
                List<Factors<Dyadic>> fewer = new ArrayList<>(noises);
                fewer.remove(missing);
                return fewer;
              });
      assertEquals(CaseResult.Outcome.FAIL, result.outcome(), record.toString());
    }
  }

  /** The bound grows over twelve updates, but not so far that the eighth digit would vanish. */
  @Test
  void judge_noiseChangedInTheEighthDigit_fails() {
    CaseResult result =
        judged(
            "binary64",
            List.of(12),
            noises ->
                IntStream.range(0, noises.size())
                    .mapToObj(
                        t -> t == 3 ? noises.get(t).scale(Dyadic.of(1 + 0x1p-26)) : noises.get(t))
                    .toList());
    assertEquals(CaseResult.Outcome.FAIL, result.outcome());
  }

  @ParameterizedTest
  @ValueSource(ints = {-55, -51})
  void judge_startReadAsDecimals_mayBeOffByARounding(int exponent) {
    Case tested = run("binary64", List.of(0));
    Dyadic off = Dyadic.ONE.add(Dyadic.ONE.scaleByPowerOfTwo(exponent));
    Request read = tested.request().from(tested.request().at().scale(off));
    Answer answer = answer(Arithmetics.named("decimal:40"), read, noises -> noises);
    Judge judge = new Judge(RoundingModel.named("binary64"));
    assertEquals(exponent < -53, judge.judge(tested, answer).hasPassed());
  }

  @Test
  void judge_exactRun_isComparedBitByBit() {
    Case tested =
        Ops.RUN.cases("binary64", 1).stream()
            .filter(c -> c.name().startsWith("run/exact"))
            .findFirst()
            .orElseThrow();
    assertTrue(tested.exact());
    Judge judge = new Judge(RoundingModel.named("binary64"));
    Answer right = answer(Arithmetics.named("binary64"), tested.request(), noises -> noises);
    assertEquals(CaseResult.Outcome.PASS, judge.judge(tested, right).outcome());
    List<ReadMatrix> end = right.states().get(1);
    List<ReadNumber> entries = new ArrayList<>(end.get(0).entries());
    double near = entries.get(0).nearestDouble() + 0x1p-40;
    entries.set(0, ReadNumber.of(Double.toString(near), Arithmetics.named("binary64")));
    ReadMatrix wrong = new ReadMatrix(end.get(0).rows(), end.get(0).columns(), entries);
    Answer changed =
        new Answer(Map.of(), Map.of(0, right.states().get(0), 1, List.of(wrong, end.get(1))));
    assertEquals(CaseResult.Outcome.FAIL, judge.judge(tested, changed).outcome());
  }
}
