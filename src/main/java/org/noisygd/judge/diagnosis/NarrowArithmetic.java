// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.rounding.RoundingModel;

/** Whether the right formula in a narrower arithmetic than declared explains an op's failures. */
final class NarrowArithmetic {
  static final String CODE = "narrow-arithmetic";

  /**
   * The largest error over the magnitude of its entry, in units of the roundoff, seen of right
   * programs.
   */
  private static final double TYPICAL = 8;

  /** Errors smaller than this share of an arithmetic's roundoff are those of a wider one. */
  private static final double WIDER = 0x1p-6;

  /** Narrower arithmetics that a candidate may have used unknowingly, the widest first. */
  private static final List<String> NARROWER =
      List.of("binary64", "binary32", "tf32", "binary16", "bfloat16");

  private NarrowArithmetic() {}

  /**
   * The diagnosis, if it is one.
   *
   * @param failed the failed cases that are compared
   * @param results all results of the op
   * @param wrongWhereExact the cases, of any op, that failed though no legal plan rounds there
   */
  static Optional<Diagnosis> diagnose(
      String declared,
      Op op,
      List<Case> failed,
      List<CaseResult> results,
      MistakeFit likeness,
      List<Case> wrongWhereExact) {
    var unit = RoundingModel.named(declared).unitRoundoff();
    double[] sizes =
        results.stream()
            .filter(r -> r.outcome() == CaseResult.Outcome.FAIL)
            .mapToDouble(CaseResult::relative)
            .sorted()
            .toArray();
    // The median: where numbers leave the narrower arithmetic's range an error may be anything.
    double relative = sizes.length == 0 ? 0 : sizes[sizes.length / 2];
    for (String narrower : NARROWER) {
      RoundingModel model = RoundingModel.named(narrower);
      double roundoff = model.unitRoundoff().doubleValue();
      if (Rationals.compare(model.unitRoundoff(), unit) <= 0) {
        continue;
      }
      // A bound is far above what roundings that do not conspire add up to.
      if (relative > TYPICAL * roundoff || exactThere(narrower, op, wrongWhereExact)) {
        continue;
      }
      Judge judge = new Judge(model);
      boolean all =
          failed.stream()
              .allMatch(
                  c ->
                      judge
                              .judge(
                                  new Case(c.name(), c.request(), false, c.sees()),
                                  likeness.answer(c))
                              .outcome()
                          == CaseResult.Outcome.PASS);
      if (all) {
        String words =
            relative < WIDER * roundoff
                ? Math.round(-StrictMath.log(relative) / StrictMath.log(2)) + " bits or so"
                : narrower;
        return Optional.of(
            new Diagnosis(
                CODE,
                op.word(),
                "the errors are those of " + words + ", not of the declared " + declared));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a case failed on which no legal plan of the narrower arithmetic rounds either: another
   * mistake, of the size of its roundings. A run is updates.
   */
  private static boolean exactThere(String narrower, Op op, List<Case> wrongWhereExact) {
    Arithmetic<?> arithmetic = Arithmetics.named(narrower);
    return wrongWhereExact.stream()
        .filter(c -> c.op() == op || (op == Ops.RUN && c.op() == Ops.STEP))
        .anyMatch(c -> c.request().isExactIn(arithmetic));
  }
}
