// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.CaseKind;
import org.noisygd.judge.sampling.SampleVerdict;

/**
 * Independent images of one perturbed update under the candidate's own noise, judged by their law.
 */
final class Sample extends JudgedOp {
  Sample() {
    super(
        "sample",
        Set.of(),
        List.of("M", "X", "Y", "etaX", "etaY", "sigma1", "sigma2", "count", "seed"),
        List.of());
  }

  @Override
  public List<String> replyFields() {
    return List.of("X", "Y");
  }

  @Override
  public int degree() {
    return 1;
  }

  @Override
  protected List<CaseKind> kinds() {
    return List.of();
  }

  @Override
  public Optional<SampleVerdict> law(String arithmetic, long seed) {
    return Optional.of(new SampleVerdict(this, arithmetic, seed));
  }
}
