// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Literals;

/**
 * The answers to an op that are finite numbers.
 *
 * @param fit the comparison of answers with results of faults
 * @param results the results of these answers, the smallest case first
 */
record OpAnswers(FaultFit fit, Op op, List<CaseResult> results) {
  /** Minimum number of numbers: fewer may be equal by chance. */
  private static final int TELLING = 8;

  /** Keeps the results whose answers are finite numbers. */
  OpAnswers {
    results =
        results.stream()
            .filter(r -> fit.answers().containsKey(r.tested()))
            .filter(r -> fit.answer(r.tested()).isFinite())
            .sorted(Comparator.comparingInt(r -> r.tested().request().at().variables()))
            .toList();
  }

  /** The arithmetic that the candidate declared. */
  String declared() {
    return fit.model().name();
  }

  List<Case> all() {
    return cases(result -> true);
  }

  List<Case> failed() {
    return cases(CaseResult::hasFailed);
  }

  List<Case> passed() {
    return cases(CaseResult::hasPassed);
  }

  /** The diagnosis of constant output, if all numbers of all answers are equal. */
  Optional<Diagnosis> constant() {
    double[] numbers =
        all().stream()
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

  /** The cases whose results satisfy a predicate. */
  List<Case> cases(Predicate<CaseResult> some) {
    return results.stream().filter(some).map(CaseResult::tested).toList();
  }
}
