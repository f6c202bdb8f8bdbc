// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.mistake.Mistake;
import org.noisygd.explain.mistake.OtherRequests;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * The claims about diagnoses: a wrong answer is right for other requests, namely those that a
 * program with the mistake answers. If a mistake changes more than inputs, nothing is claimed.
 */
final class MistakeClaims {
  /** The most failed cases for each diagnosis, the smallest first. */
  private static final int CASES = 3;

  private final RoundingModel model;
  private final Judge judge;
  private final Claims claims;
  private final List<Failed> failed = new ArrayList<>();

  MistakeClaims(RoundingModel model, Claims claims) {
    this.model = model;
    this.judge = new Judge(model);
    this.claims = claims;
  }

  /**
   * A case with a claim that an entry fails.
   *
   * @param op the op that was asked; for an update of a run, the run
   */
  record Failed(
      String op, Case tested, Claim.Said said, Place entry, Map<String, ReadMatrix> printed) {}

  /** Remembers a failure that is claimed. */
  void fails(Failed one) {
    failed.add(one);
  }

  /** Claims a diagnosis for the smallest cases for which it can be claimed. */
  void add(Diagnosis diagnosis) {
    int claimed = 0;
    List<Failed> ofOp =
        failed.stream()
            .filter(f -> f.op.equals(diagnosis.op().word()))
            .sorted(Comparator.comparingInt(f -> f.tested.request().at().variables()))
            .toList();
    for (Failed f : ofOp) {
      Optional<List<Request>> instead =
          claimed < CASES ? diagnosis.mistake().flatMap(m -> instead(m, f)) : Optional.empty();
      if (instead.isPresent()) {
        claimed++;
        claims.mistakes(
            f.tested.name() + ", " + f.entry + ": " + diagnosis.code(),
            f.said,
            instead.get(),
            f.entry,
            Claims.Size.of(f.tested.request()));
      }
    }
    if (claimed == 0) {
      claims.leave("a diagnosis that changes more than inputs, or does not fit within the bounds");
    }
  }

  /** The requests that an answer is right for, one for each field. */
  private Optional<List<Request>> instead(Mistake mistake, Failed f) {
    try {
      List<Matrix<Dyadic>> printed =
          f.printed.values().stream().map(m -> m.in(DyadicArithmetic.INSTANCE)).toList();
      return OtherRequests.of(f.tested.request(), mistake, printed)
          .filter(requests -> areRight(f, requests));
    } catch (ArithmeticException e) {
      return Optional.empty(); // a number that is not dyadic
    }
  }

  private boolean areRight(Failed f, List<Request> requests) {
    int n = 0;
    for (Map.Entry<String, ReadMatrix> field : f.printed.entrySet()) {
      Request q = requests.get(n++);
      Answer one = new Answer(Map.ofEntries(field), Map.of());
      CaseResult found = judge.judge(f.tested.byBound().asking(q), one);
      if (found.outcome() != CaseResult.Outcome.PASS
          || !found.warnings().isEmpty()
          || !Claims.hasOrdinarySteps(model, q)) {
        return false;
      }
    }
    return true;
  }
}
