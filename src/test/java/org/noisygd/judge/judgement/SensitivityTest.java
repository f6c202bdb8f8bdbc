// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/** Property: a change of one input in its third to last place is seen in some case. */
@Tag("slow")
final class SensitivityTest {
  private static final Set<JudgedOp> UPDATES = Set.of(Ops.STEP, Ops.RUN);

  @ParameterizedTest
  @CsvSource({"binary64, 50", "binary32, 21", "bfloat16, 5"})
  void judge_inputChangedByFewUlps_fails(String arithmetic, int bits) {
    Arithmetic<?> declared = Arithmetics.named(arithmetic);
    Dyadic factor = Dyadic.ONE.add(Dyadic.of(1, -bits));
    UnaryOperator<Dyadic> change = a -> rounded(declared, a.multiply(factor));
    for (JudgedOp op : Ops.OF_THE_PROBLEM.without(Ops.of(Ops.SAMPLE)).all()) {
      assertSeen(arithmetic, op, q -> q.withTarget(lastChanged(q.m(), change)));
      if (UPDATES.contains(op)) {
        assertSeen(arithmetic, op, q -> q.withSteps(change.apply(q.etaX()), q.etaY()));
        assertSeen(arithmetic, op, q -> noisy(q, change));
      }
    }
  }

  private static void assertSeen(String arithmetic, JudgedOp op, UnaryOperator<Request> wrong) {
    Judge judge = new Judge(RoundingModel.named(arithmetic));
    assertTrue(
        op.cases(arithmetic, CaseSuite.DEFAULT_SEED).stream()
            .filter(c -> c.request().at().variables() <= 60 && c.request().noises().size() <= 12)
            .anyMatch(
                c ->
                    judge
                        .judge(c, ReferenceAnswer.of(arithmetic, wrong.apply(c.request())))
                        .hasFailed()),
        op + " in " + arithmetic);
  }

  private static Request noisy(Request q, UnaryOperator<Dyadic> change) {
    UnaryOperator<Factors<Dyadic>> last = z -> new Factors<>(lastChanged(z.x(), change), z.y());
    return q.noises().isEmpty()
        ? q.withDirection(last.apply(q.direction()))
        : q.withRun(q.noises().stream().map(last).toList(), q.record());
  }

  private static Matrix<Dyadic> lastChanged(Matrix<Dyadic> m, UnaryOperator<Dyadic> change) {
    return Matrix.of(
        DyadicArithmetic.INSTANCE,
        m.rows(),
        m.columns(),
        (i, j) ->
            i == m.rows() - 1 && j == m.columns() - 1 ? change.apply(m.get(i, j)) : m.get(i, j));
  }

  /** The value of the arithmetic nearest to a changed input: a program holds no other. */
  private static <T> Dyadic rounded(Arithmetic<T> declared, Dyadic a) {
    BigFraction value = declared.toRational(declared.fromRational(a.toRational()));
    return DyadicArithmetic.INSTANCE.fromRational(value);
  }
}
