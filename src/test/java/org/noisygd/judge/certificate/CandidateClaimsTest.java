// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.theory.rounding.RoundingModel;

/** What is claimed of right and of wrong answers; that Coq proves it is tested with Coq. */
class CandidateClaimsTest {
  private static final DoubleUnaryOperator RIGHT = value -> value;
  private static final DoubleUnaryOperator OFF_BY_A_PERCENT = value -> 1.01 * value;

  @Test
  void of_rightUpdate_claimsThatItPasses() {
    Claims claims = claims(Ops.STEP, "ordinary", "binary64", RIGHT);
    assertEquals(1, claims.claims().size());
    Claim claim = claims.claims().get(0);
    assertEquals(Claim.Kind.UPDATE_PASSES, claim.kind());
    assertTrue(claim.statement().startsWith("passes binary64 Step strict (Request [["));
  }

  @Test
  void of_rightUpdateThatIsExact_claimsEquality() {
    Claims claims = claims(Ops.STEP, "exact", "binary64", RIGHT);
    assertTrue(claims.claims().get(0).statement().startsWith("passes binary64 Step exact "));
  }

  @Test
  void of_wrongGradient_claimsThatAnEntryFails() {
    Claims claims = claims(Ops.GRADIENT, "ordinary", "binary32", OFF_BY_A_PERCENT);
    Claim claim = claims.claims().get(0);
    assertEquals(Claim.Kind.FAILS, claim.kind());
    assertTrue(claim.statement().startsWith("fails binary32 Gradient strict (Request [["));
    assertTrue(claim.statement().matches(".*\\) Of[XY] \\d+ \\d+ \"[-0-9.eE]+\""));
  }

  @Test
  void of_arithmeticWithoutTheorems_claimsNothingAndSaysWhy() {
    Claims claims = claims(Ops.STEP, "ordinary", "double-double", RIGHT);
    assertEquals(List.of(), claims.claims());
    assertEquals(
        Map.of("the arithmetic double-double is not one that the theorems are stated for", 1),
        claims.unclaimed());
  }

  @Test
  void of_exactCaseThatIsWithinTheBound_claimsNothing() {
    Claims claims = claims(Ops.STEP, "exact", "binary64", Math::nextUp);
    assertEquals(List.of(), claims.claims());
    assertEquals(1, claims.unclaimed().size());
  }

  /** The claims about the first case of a kind, the reference's answer changed. */
  private static Claims claims(
      JudgedOp op, String kind, String arithmetic, DoubleUnaryOperator change) {
    Case tested =
        op.cases(arithmetic, 1).stream()
            .filter(c -> c.name().startsWith(op.word() + "/" + kind + "-"))
            .findFirst()
            .orElseThrow();
    Answer answer =
        ReferenceAnswer.changed(ReferenceAnswer.of(arithmetic, tested.request()), change);
    CaseResult result = new Judge(RoundingModel.named(arithmetic)).judge(tested, answer);
    return CandidateClaims.of(arithmetic, List.of(result), Map.of(tested, answer));
  }
}
