// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.fault.Fault;
import org.noisygd.explain.fault.OtherRequests;
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
import org.noisygd.verdict.certificate.Claims.Claim;

/**
 * The claims about diagnoses: a wrong answer is right for other requests, which a program with the
 * fault answers. If a fault changes more than inputs, nothing is claimed.
 */
final class FaultClaims {
  /** Maximum number of failed cases per diagnosis, the smallest first: each costs time of Coq. */
  private static final int CASES = 3;

  private final RoundingModel model;
  private final Judge judge;
  private final Claims claims;
  private final List<Failed> failed = new ArrayList<>();

  FaultClaims(RoundingModel model, Claims claims) {
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

  /** Adds a failure that is claimed. */
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
          claimed < CASES ? diagnosis.fault().flatMap(m -> instead(m, f)) : Optional.empty();
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

  /** The requests whose right answer is the given one, one per field. */
  private Optional<List<Request>> instead(Fault fault, Failed f) {
    try {
      List<Matrix<Dyadic>> printed =
          f.printed.values().stream().map(m -> m.in(DyadicArithmetic.INSTANCE)).toList();
      return OtherRequests.of(f.tested.request(), fault, printed)
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
