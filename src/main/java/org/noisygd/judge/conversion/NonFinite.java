// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Place;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StochasticRounding;

/**
 * Conversions of NaN and infinities, in requests of their own, to every format without blocks. NaN
 * stays NaN if the format has one, with any sign and payload. An infinity gives the same result as
 * a value beyond the largest number; if that is the largest number although infinities overflow
 * (towards zero, to odd, and half of up and down), the infinity is right too.
 */
public final class NonFinite {
  private static final int SAMPLES = 64;

  private NonFinite() {}

  static void addTo(CaseSuite suite, Op op) {
    for (String to : RoundingCases.FORMATS) {
      List<Double> values = new ArrayList<>(List.of(1 / 0.0, -1 / 0.0));
      if (Conversion.of(to, false).element().overflow() != BinaryFormat.Overflow.LARGEST) {
        values.add(Double.NaN);
      }
      for (String overflow : RoundingCases.overflows(to)) {
        for (String from : RoundingCases.FROM) {
          RoundingTask.MODES.forEach(
              mode -> {
                RoundingTask.Setting one = new RoundingTask.Setting(from, to, mode, overflow);
                int count = one.isStochastic() ? SAMPLES : 0;
                suite.keep(
                    RoundingCases.name(op, one) + "-non-finite",
                    new RoundingTask(one, values, count, 1, OptionalInt.empty()).request(op),
                    true,
                    "NaN and infinities");
              });
        }
      }
    }
  }

  /** The right results at an index. */
  private static Set<Double> expected(ConversionAnswer answer, int index) {
    RoundingTask task = answer.task();
    double value = task.value(index % task.size());
    boolean random = task.setting().isStochastic();
    Rounding mode = random ? StochasticRounding.PROPORTIONAL : task.setting().directed();
    Set<Double> expected = new LinkedHashSet<>(List.of(task.element().round(value, mode, 0)));
    if (Double.isInfinite(value)) {
      expected.add(task.element().round(Math.copySign(Double.MAX_VALUE, value), mode, 0));
    }
    return expected;
  }

  static CaseResult judge(Case tested, ConversionAnswer answer) {
    return RoundingJudge.result(
        tested, wrong(answer).stream().findFirst().map(index -> failure(answer, index)));
  }

  private static CaseResult.Failure failure(ConversionAnswer answer, int index) {
    int size = answer.task().size();
    Place field = Place.of(ConversionAnswer.FIELD);
    return CaseResult.Failure.withoutNumbers(
        answer.task().count() > 0 ? field.entry(index / size, index % size) : field.entry(index),
        RoundingJudge.literal(expected(answer, index).iterator().next()),
        answer.rounded().entries().get(index).literal());
  }

  /** The indices of the wrong numbers of an answer. */
  public static List<Integer> wrong(ConversionAnswer answer) {
    List<ReadNumber> numbers = answer.rounded().entries();
    RoundingTask task = answer.task();
    return IntStream.range(0, numbers.size())
        .filter(
            n ->
                expected(answer, n).stream()
                    .noneMatch(d -> task.is(numbers.get(n), d, n % task.size())))
        .boxed()
        .toList();
  }
}
