// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;

/** Judges converted values: bit by bit, or by their law if they are left to chance. */
public final class RoundingJudge {
  /** The field of the numbers. */
  public static final String FIELD = Converted.FIELD;

  private RoundingJudge() {}

  /** Judges the answer to a case. */
  public static CaseResult judge(Case tested, Answer answer) {
    Converted converted = Converted.of(tested, answer);
    if (!tested.request().isFinite()) {
      return NonFinite.judge(tested, converted);
    }
    return converted.task().setting().isStochastic()
        ? judge(tested, converted.draws())
        : ConversionJudge.judge(tested, converted);
  }

  /** Judges draws by their law. */
  private static CaseResult judge(Case tested, Draws draws) {
    if (draws.firstWrong >= 0) {
      return ConversionJudge.result(tested, Optional.of(noNeighbour(draws)), List.of());
    }
    ChanceTests chances = ChanceTests.ofLikeliest(draws);
    ChanceLaw law = chances.law();
    Optional<CaseResult.Failure> failure =
        chances.failure().or(() -> Agreements.of(draws, law).failure());
    List<String> warnings = new ArrayList<>();
    if (failure.isEmpty() && draws.flushed) {
      warnings.add(ConversionJudge.FLUSHED);
    }
    if (failure.isEmpty() && !law.code().isEmpty()) {
      warnings.add(law.code());
    }
    return ConversionJudge.result(tested, failure, warnings);
  }

  private static CaseResult.Failure noNeighbour(Draws draws) {
    int row = draws.firstWrong / draws.task.size();
    int i = draws.firstWrong % draws.task.size();
    String lower = ConversionJudge.literal(draws.below(i));
    String upper = ConversionJudge.literal(draws.above(i));
    return CaseResult.Failure.withoutNumbers(
        Place.of(Converted.FIELD).entry(row, i),
        lower.equals(upper) ? lower : lower + " or " + upper,
        draws.number(row, i).literal());
  }

  /** A wrongly converted value alone, or its block; empty for draws. */
  public static Optional<RoundingTask> smaller(CaseResult failed) {
    RoundingTask task = RoundingTask.of(failed.tested().request());
    if (task.setting().isStochastic() || task.isLoose()) {
      return Optional.empty();
    }
    int block = task.conversion().block();
    return failed
        .failure()
        .filter(f -> f.place().field().equals(FIELD))
        .map(f -> f.place().index().get(0) / block * block)
        .map(from -> task.with(task.values().subList(from, Math.min(task.size(), from + block))));
  }
}
