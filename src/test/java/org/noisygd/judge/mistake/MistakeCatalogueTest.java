// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.SmallCases;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.diagnosis.Diagnostician;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Property: every mistake of the catalogue, made by a program that rounds its results once, is
 * failed in every op that it concerns, and named by its own code; the right formulas, rounded once,
 * pass.
 */
final class MistakeCatalogueTest {
  /** A size that nobody writes, so that a fit alone can find it. */
  private static final double SIZE = 0.7390851332151607;

  private static final Mistake MOMENTUM = MistakeFamily.MOMENTUM.of(SIZE);
  private static final Mistake LOOKAHEAD = MistakeFamily.LOOKAHEAD.of(SIZE);
  private static final Mistake DECAYED = MistakeFamily.STEP_GEOMETRIC.of(SIZE);
  private static final Mistake DECAYED_BY_POWER = MistakeFamily.STEP_POWER.of(SIZE);

  @Test
  void judge_rightImages_passEveryCase() {
    for (Case tested : cases(Ops.OF_THE_PROBLEM)) {
      Optional<Answer> answer = answer(tested.request(), Set.of());
      CaseResult result = judge().judge(tested, answer.orElseThrow());
      assertEquals(CaseResult.Outcome.PASS, result.outcome(), tested.name() + result.failure());
    }
  }

  /** In one of its ops, another for each mistake in turn. */
  @ParameterizedTest
  @MethodSource("org.noisygd.judge.mistake.MistakeCatalogue#all")
  void judge_everyMistake_isFailedAndNamed(Mistake fault) {
    judge(fault, List.of(inTurn(fault, fault.ordinal())));
  }

  /** In one of its ops each. */
  @ParameterizedTest
  @EnumSource
  void judge_mistakeOfEveryFamily_isFailedAndNamed(MistakeFamily family) {
    Mistake fault = family.of(SIZE);
    judge(fault, List.of(inTurn(fault, family.ordinal())));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("org.noisygd.judge.mistake.MistakeCatalogue#all")
  void judge_everyMistakeInEveryOtherOp_isFailedAndNamed(Mistake fault) {
    List<JudgedOp> others = new ArrayList<>(concerned(fault));
    others.remove(inTurn(fault, fault.ordinal()));
    judge(fault, others);
  }

  private static JudgedOp inTurn(Mistake fault, int number) {
    List<JudgedOp> ops = concerned(fault);
    return ops.get(number % ops.size());
  }

  private static List<JudgedOp> concerned(Mistake fault) {
    return Ops.ALL.all().stream().filter(op -> fault.concerns(op.parts())).toList();
  }

  private static void judge(Mistake fault, List<JudgedOp> ops) {
    Judge judge = judge();
    for (JudgedOp op : ops) {
      List<CaseResult> results = new ArrayList<>();
      Map<Case, Answer> answers = new LinkedHashMap<>();
      for (Case tested : SmallCases.of(op)) {
        Optional<Answer> answer = answer(tested.request(), Set.of(fault));
        // A program whose shapes do not fit falls back to what is right there.
        Answer given = answer.orElseGet(() -> answer(tested.request(), Set.of()).orElseThrow());
        results.add(judge.judge(tested, given));
        answers.put(tested, given);
      }
      assertTrue(
          results.stream().anyMatch(r -> r.outcome() == CaseResult.Outcome.FAIL),
          fault + " was missed in " + op.word());
      List<Diagnosis> found = Diagnostician.diagnose("binary64", results, answers, List.of());
      assertTrue(
          found.stream().anyMatch(d -> d.code().equals(fault.code())),
          fault + " in " + op.word() + " was called " + found);
    }
  }

  @Test
  void diagnose_twoMistakesAtOnce_namesBoth() {
    Set<Mistake> two = Set.of(ObjectiveMistake.SIGN_Y, ObjectiveMistake.DOUBLED_X);
    List<CaseResult> results = new ArrayList<>();
    Map<Case, Answer> answers = new LinkedHashMap<>();
    for (Case tested : SmallCases.of(Ops.GRADIENT)) {
      Answer given = answer(tested.request(), two).orElseThrow();
      results.add(judge().judge(tested, given));
      answers.put(tested, given);
    }
    List<String> codes =
        Diagnostician.diagnose("binary64", results, answers, List.of()).stream()
            .map(Diagnosis::code)
            .toList();
    assertTrue(codes.containsAll(List.of("sign", "factor-two")), codes.toString());
  }

  @Test
  void suite_sameSeed_givesTheSameCases() {
    RequestJson json = new RequestJson("binary64");
    List<Case> first = Ops.of(Ops.STEP).cases("binary64", 7);
    List<Case> again = Ops.of(Ops.STEP).cases("binary64", 7);
    List<Case> other = Ops.of(Ops.STEP).cases("binary64", 8);
    for (int n = 0; n < first.size(); n++) {
      assertEquals(json.line(n, first.get(n).request()), json.line(n, again.get(n).request()));
    }
    assertFalse(json.line(0, first.get(0).request()).equals(json.line(0, other.get(0).request())));
  }

  private static Judge judge() {
    return new Judge(RoundingModel.named("binary64"));
  }

  private static List<Case> cases(Ops ops) {
    return ops.all().stream().flatMap(op -> SmallCases.of(op).stream()).toList();
  }

  private static Optional<Answer> answer(Request q, Set<Mistake> faults) {
    try {
      // Dyadic numbers, where no mistake divides, cost a tenth of what fractions do.
      return answer(DyadicArithmetic.INSTANCE, q, faults);
    } catch (ArithmeticException e) {
      return answer(RationalArithmetic.INSTANCE, q, faults);
    }
  }

  private static <T extends Object> Optional<Answer> answer(
      Arithmetic<T> exact, Request q, Set<Mistake> faults) {
    return q.op() == Ops.RUN ? run(exact, q, faults) : image(exact, q, faults);
  }

  private static <T extends Object> Optional<Answer> image(
      Arithmetic<T> exact, Request q, Set<Mistake> faults) {
    return Mistake.image(exact, q, faults)
        .fields()
        .map(
            image -> {
              Map<String, ReadMatrix> fields = new LinkedHashMap<>();
              image.forEach((name, m) -> fields.put(name, printed(m)));
              return new Answer(fields, Map.of());
            });
  }

  /** A run in which each state is rounded to doubles before the next update. */
  private static <T extends Object> Optional<Answer> run(
      Arithmetic<T> exact, Request q, Set<Mistake> faults) {
    Map<Integer, List<ReadMatrix>> states = new TreeMap<>();
    Factors<Double> state = q.at().roundTo(Binary64.INSTANCE);
    Factors<Double> before = state;
    int late =
        faults.contains(RunMistake.STATES_LATE)
            ? 1
            : faults.contains(RunMistake.STATES_EARLY) ? -1 : 0;
    for (int t = 0; t <= q.noises().size() + late; t++) {
      if (q.record().contains(t - late)) {
        states.put(t - late, recorded(q, faults, t, state));
      }
      if (late < 0 && t == 0 && q.record().contains(0)) {
        states.put(0, recorded(q, faults, t, state));
      }
      Factors<Double> next;
      try {
        boolean finite = state.toVariables().stream().allMatch(Double::isFinite);
        next = finite && isMade(q, faults, t) ? update(exact, q, faults, t, state, before) : state;
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // shapes that do not fit
      }
      before = state;
      state = next;
    }
    return Optional.of(new Answer(Map.of(), states));
  }

  /** Whether something is wrong with update t, by its place among those of its span. */
  private static boolean isWrong(
      Request q, Set<Mistake> faults, int t, List<SpanMistake.Wrong> wrong) {
    int start = q.record().stream().filter(s -> s <= t).reduce(0, Math::max);
    int end = q.record().stream().filter(s -> s > t).reduce(q.noises().size(), Math::min);
    boolean first = t == start;
    boolean last = t == end - 1;
    return faults.stream()
        .anyMatch(
            fault ->
                fault instanceof SpanMistake m
                    && wrong.contains(m.wrong())
                    && switch (m.place()) {
                      case FIRST -> first && !last;
                      case LAST -> last && !first;
                      case ALL_BUT_FIRST -> !first;
                      case ALL_BUT_LAST -> !last;
                      case BETWEEN -> !first && !last;
                    });
  }

  private static boolean isMade(Request q, Set<Mistake> faults, int t) {
    return !faults.contains(RunMistake.UPDATES_MISSING)
        && !isWrong(q, faults, t, List.of(SpanMistake.Wrong.MISSING));
  }

  private static List<ReadMatrix> recorded(
      Request q, Set<Mistake> faults, int t, Factors<Double> state) {
    boolean perturbed = faults.contains(RunMistake.STATES_PERTURBED) && t < q.noises().size();
    Factors<Double> told =
        perturbed ? state.plus(q.noises().get(t).roundTo(Binary64.INSTANCE)) : state;
    return List.of(printed(told.x()), printed(told.y()));
  }

  /** The step whose noise a factor uses; beyond the run's ends the nearest there is. */
  private static int used(
      Set<Mistake> faults, int t, int last, Mistake next, Mistake previous, Mistake reused) {
    int used = t;
    used = faults.contains(RunMistake.NOISE_NEXT) || faults.contains(next) ? t + 1 : used;
    used = faults.contains(RunMistake.NOISE_PREVIOUS) || faults.contains(previous) ? t - 1 : used;
    used = faults.contains(RunMistake.NOISE_REUSED) || faults.contains(reused) ? 0 : used;
    used = faults.contains(RunMistake.NOISE_OF_LAST) ? last : used;
    used = faults.contains(RunMistake.NOISE_REVERSED) ? last - t : used;
    return Math.max(0, Math.min(last, used));
  }

  private static <T extends Object> Factors<T> noise(
      Arithmetic<T> exact, Request q, Set<Mistake> faults, int t) {
    int last = q.noises().size() - 1;
    int x =
        used(
            faults,
            t,
            last,
            RunMistake.NOISE_NEXT_X,
            RunMistake.NOISE_PREVIOUS_X,
            RunMistake.NOISE_REUSED_X);
    int y =
        used(
            faults,
            t,
            last,
            RunMistake.NOISE_NEXT_Y,
            RunMistake.NOISE_PREVIOUS_Y,
            RunMistake.NOISE_REUSED_Y);
    var noise = new Factors<>(q.noises().get(x).x(), q.noises().get(y).y()).toExactly(exact);
    boolean missing =
        t == 0 && faults.contains(RunMistake.NOISE_MISSING_FIRST)
            || t == last && faults.contains(RunMistake.NOISE_MISSING_LAST);
    var none = noise.scale(exact.zero());
    boolean quietX =
        isWrong(q, faults, t, List.of(SpanMistake.Wrong.QUIET, SpanMistake.Wrong.QUIET_X));
    boolean quietY =
        isWrong(q, faults, t, List.of(SpanMistake.Wrong.QUIET, SpanMistake.Wrong.QUIET_Y));
    return new Factors<>(
        (missing || quietX ? none : noise).x(), (missing || quietY ? none : noise).y());
  }

  private static <T extends Object> Factors<Double> update(
      Arithmetic<T> exact,
      Request q,
      Set<Mistake> faults,
      int t,
      Factors<Double> state,
      Factors<Double> before) {
    var exactly = Mistake.image(exact, q, faults).anyUpdate();
    T decay =
        exact.of(
            faults.contains(DECAYED_BY_POWER)
                ? StrictMath.pow(t + 1, -SIZE)
                : faults.contains(DECAYED) ? StrictMath.pow(SIZE, t) : 1);
    exactly.steps(exact.multiply(exactly.etaX, decay), exact.multiply(exactly.etaY, decay));
    int last = q.noises().size() - 1;
    var noise = noise(exact, q, faults, t);
    if (faults.contains(RunMistake.NOISE_ACCUMULATED)) {
      for (int s = 0; s < Math.min(t, last + 1); s++) {
        noise = noise.plus(q.noises().get(s).toExactly(exact));
      }
    }
    var increment = state.toExactly(exact).minus(before.toExactly(exact)).scale(exact.of(SIZE));
    boolean ahead = faults.contains(LOOKAHEAD);
    var start = state.toExactly(exact);
    var image = exactly.step(ahead ? start.plus(increment) : start, noise);
    image = faults.contains(MOMENTUM) ? image.plus(increment) : image;
    return image.roundTo(Binary64.INSTANCE);
  }

  private static <T extends Object> ReadMatrix printed(Matrix<T> m) {
    Arithmetic<T> arithmetic = m.arithmetic();
    List<ReadNumber> entries =
        m.entries().stream()
            .map(a -> ReadNumber.of(literal(arithmetic.roundToDouble(a)), Binary64.INSTANCE))
            .toList();
    return new ReadMatrix(m.rows(), m.columns(), entries);
  }

  private static String literal(double d) {
    return Double.isFinite(d) ? Literals.format(d) : String.valueOf(d);
  }
}
