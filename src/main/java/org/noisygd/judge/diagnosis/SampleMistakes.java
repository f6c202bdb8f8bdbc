// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.sampling.LawResult;

/** What explains wrong images. */
final class SampleMistakes {
  private SampleMistakes() {}

  /**
   * The mistakes of an update whose law the images have, where an update alone is named those that
   * it shows too; else, unless the update is wrong, what the tests of the noise found.
   *
   * @param inLaw those mistakes
   * @param elsewhere the diagnosis of the other ops
   * @param wrongUpdate whether an update failed: its images have another law whatever the noise
   */
  static List<Diagnosis> diagnose(
      List<LawResult> samples,
      List<Mistake> inLaw,
      List<Diagnosis> elsewhere,
      boolean wrongUpdate) {
    String op = Ops.SAMPLE.word();
    List<Diagnosis> found = new ArrayList<>();
    inLaw.forEach(m -> found.add(new Diagnosis(m.code(), op, m.advice())));
    if (!found.isEmpty()) {
      List<Diagnosis> shown =
          found.stream()
              .filter(d -> elsewhere.stream().anyMatch(e -> e.code().equals(d.code())))
              .toList();
      boolean updateNamed =
          elsewhere.stream()
              .anyMatch(e -> e.op().equals(Ops.STEP.word()) || e.op().equals(Ops.RUN.word()));
      return shown.isEmpty() && !updateNamed ? found : shown;
    }
    if (wrongUpdate) {
      return List.of();
    }
    Set<String> seen = new HashSet<>();
    for (LawResult s : samples) {
      if (!s.pass() && !s.code().isEmpty() && seen.add(s.code())) {
        found.add(new Diagnosis(s.code(), op, s.advice()));
      }
    }
    return found;
  }
}
