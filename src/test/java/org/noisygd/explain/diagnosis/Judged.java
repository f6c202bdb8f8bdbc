// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.theory.error.RoundingModel;

/** The answers of a program in this process, judged. */
public record Judged(String declared, Map<Case, Answer> answers, List<CaseResult> results) {
  /** Asks a program some cases. */
  public static Judged of(String declared, List<Case> cases, Function<Request, Answer> program) {
    Judge judge = new Judge(RoundingModel.named(declared));
    Map<Case, Answer> answers = new LinkedHashMap<>();
    cases.forEach(tested -> answers.put(tested, program.apply(tested.request())));
    return new Judged(
        declared, answers, cases.stream().map(c -> judge.judge(c, answers.get(c))).toList());
  }

  public boolean hasFailed() {
    return results.stream().anyMatch(CaseResult::hasFailed);
  }

  List<Diagnosis> diagnoses(Candidate candidate) {
    return new Diagnostician(declared, results, answers, DiagnosisDeadline.never())
        .diagnose(List.of(), candidate);
  }

  /** The codes that are given. */
  public Set<Code> codes() {
    Set<Code> codes = new LinkedHashSet<>();
    diagnoses(Candidate.NONE).forEach(d -> codes.add(d.code()));
    return codes;
  }
}
