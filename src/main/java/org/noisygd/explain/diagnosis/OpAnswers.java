// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Literals;

/**
 * The answers to an op that are finite numbers.
 *
 * @param declared the arithmetic that the candidate declared
 * @param fit the comparison of answers with results of faults
 * @param results the results of these answers, the smallest case first
 * @param all the cases
 * @param failed the failed cases
 */
record OpAnswers(
    String declared,
    FaultFit fit,
    Op op,
    List<CaseResult> results,
    List<Case> all,
    List<Case> failed) {
  /** Minimum number of numbers: fewer may be equal by chance. */
  private static final int TELLING = 8;

  /** Keeps the results whose answers are finite numbers. */
  static OpAnswers of(String declared, FaultFit fit, Op op, List<CaseResult> results) {
    List<CaseResult> finite =
        results.stream()
            .filter(r -> fit.answers().containsKey(r.tested()))
            .filter(r -> fit.answer(r.tested()).isFinite())
            .sorted(Comparator.comparingInt(r -> r.tested().request().at().variables()))
            .toList();
    return new OpAnswers(
        declared,
        fit,
        op,
        finite,
        finite.stream().map(CaseResult::tested).toList(),
        cases(finite, CaseResult.Outcome.FAIL));
  }

  /** The cases that passed. */
  List<Case> passed() {
    return cases(results, CaseResult.Outcome.PASS);
  }

  /** The diagnosis that all numbers of all answers, right ones included, are equal. */
  Optional<Diagnosis> constant() {
    double[] numbers =
        all.stream()
            .flatMap(c -> fit.answer(c).matrices())
            .flatMap(m -> m.entries().stream())
            .mapToDouble(n -> n.nearestDouble() + 0.0) // -0 is 0
            .toArray();
    return numbers.length < TELLING || DoubleStream.of(numbers).anyMatch(n -> n != numbers[0])
        ? Optional.empty()
        : Optional.of(
            Diagnosis.of(
                op,
                Code.CONSTANT.of(
                    "every number of every answer is " + Literals.format(numbers[0]))));
  }

  private static List<Case> cases(List<CaseResult> results, CaseResult.Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).map(CaseResult::tested).toList();
  }
}
