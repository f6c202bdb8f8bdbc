// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.Noise;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.distribution.SampleVerdict;
import org.noisygd.judge.request.ReplyJson;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.random.GaussianStream;

/** Independent results of an update under the candidate's noise, judged by their distribution. */
final class Sample extends JudgedOp {
  Sample() {
    super(
        "sample",
        Set.of(),
        List.of("M", "X", "Y", "etaX", "etaY", "sigma1", "sigma2", "count", "seed"),
        List.of());
  }

  @Override
  public List<String> replyNames() {
    return List.of("X", "Y");
  }

  /** The noise is the reference's binary64 stream (replicate n for sample n, step 0), rounded. */
  @Override
  @SuppressWarnings("shape") // the update checks that iterates fit
  public <T> Map<String, String> answer(RequestReader<T> q) {
    Factors<T> at = q.at();
    PerturbedUpdate<T> update = q.update();
    long count = q.integer("count");
    Require.that(count >= 0, "count", "be at least 0", count);
    requireNumbers((double) count * at.variables());
    GaussianStream stream = new GaussianStream(q.integer("seed"));
    Arithmetic<T> arithmetic = q.arithmetic();
    double sigma1 = arithmetic.roundToDouble(q.sigma1());
    double sigma2 = arithmetic.roundToDouble(q.sigma2());
    List<String> x = new ArrayList<>();
    List<String> y = new ArrayList<>();
    for (long n = 0; n < count; n++) {
      Factors<T> result = update.next(at, Noise.gaussian(stream, n, sigma1, sigma2, at).at(0));
      x.add(ReplyJson.rows(result.x()));
      y.add(ReplyJson.rows(result.y()));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("X", ReplyJson.array(x));
    fields.put("Y", ReplyJson.array(y));
    return fields;
  }

  @Override
  protected List<CaseKind> kinds() {
    return List.of();
  }

  @Override
  public Optional<SampleVerdict> sampleVerdict(String arithmetic, long seed) {
    return Optional.of(new SampleVerdict(this, arithmetic, seed));
  }
}
