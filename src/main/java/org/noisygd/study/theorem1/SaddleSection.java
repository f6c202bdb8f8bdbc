// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;

/** Theorem 1 from the saddle: what is proved beside what runs do. */
final class SaddleSection {
  /** The text above the table. */
  static final String TEXT =
      Text.format(
          "From the saddle x = y = 0 itself, for noise of constant length (random signs, sigma^2 ="
              + " 1/16) and 1/d1 + 1/d2 >= 1/5, it is proved for eta = 1e-6 that the excess E = 2"
              + " (Fs - min Fs) is at most 1/50 at all times from %1$d/eta to 1/eta^2, except with"
              + " probability 1/20. The runs are in 2 x 2 and end at %2$d/eta: they see none of the"
              + " proved window, which begins %3$d times later, but all of the escape. E is looked"
              + " at every %4$d updates.",
          SaddleStudy.PROVED_FROM,
          SaddleStudy.TO,
          SaddleStudy.PROVED_FROM / SaddleStudy.TO,
          SaddleStudy.LOOK);

  private SaddleSection() {}

  static ResultTable table(SaddleStudy study) {
    return Columns.of(List.of(study))
        .words("start", one -> "x = y = 0")
        .words("sigma^2", one -> String.valueOf(SaddleStudy.S))
        .words("eta", one -> Text.format("%.0e", SaddleStudy.ETA))
        .words("E at most", one -> String.valueOf(SaddleStudy.LEVEL))
        .words("proved: fails", one -> Text.format("at most %s", SaddleStudy.PROVED))
        .words("from t1 to T1", one -> SaddleStudy.PROVED_FROM + "/eta to 1/eta^2")
        .words(
            "first inside, median (predicted)",
            one ->
                Text.format(
                    "%.2f/eta (%.2f/eta)",
                    one.medianFirst() * SaddleStudy.ETA, one.predictedFirst() * SaddleStudy.ETA))
        .words("last run", one -> Text.format("%.2f/eta", one.lastFirst() * SaddleStudy.ETA))
        .words(
            "stays to " + SaddleStudy.TO + "/eta",
            one -> one.held().successes() + " of " + one.replicates())
        .words(
            "95% interval",
            one -> Text.format("%.3f to %.3f", one.held().lower(), one.held().upper()))
        .table("theorem1-saddle");
  }

  static Finding finding(SaddleStudy study) {
    return new Finding(
        "T1",
        "Perturbed GD converges regardless of initializations",
        Text.format(
            "from the saddle x = y = 0 with random signs at eta = 1e-6: proved with probability"
                + " 19/20 from %d/eta on; %d of %d runs come there and stay to %d/eta, where they"
                + " end (%.3f to %.3f), half of them by %.1f/eta; the linear escape says %.1f/eta",
            SaddleStudy.PROVED_FROM,
            study.held().successes(),
            study.replicates(),
            SaddleStudy.TO,
            study.held().lower(),
            study.held().upper(),
            study.medianFirst() * SaddleStudy.ETA,
            study.predictedFirst() * SaddleStudy.ETA),
        Evidence.MEASURED,
        Agreement.of(
            study.held().lower() >= 1 - SaddleStudy.PROVED,
            study.held().upper() < 1 - SaddleStudy.PROVED));
  }

  static Json.Fields json(SaddleStudy study) {
    return Json.object()
        .put("sigmaSquared", SaddleStudy.S)
        .put("eta", SaddleStudy.ETA)
        .put("level", SaddleStudy.LEVEL)
        .put("bound", SaddleStudy.PROVED)
        .put("t1", Math.round(SaddleStudy.PROVED_FROM / SaddleStudy.ETA))
        .put("to", Math.round(SaddleStudy.TO / SaddleStudy.ETA))
        .put("medianHit", study.medianFirst())
        .put("predictedHit", study.predictedFirst())
        .put("lastHit", study.lastFirst())
        .put("held", study.held().successes())
        .put("runs", study.replicates())
        .put("lower", study.held().lower())
        .put("upper", study.held().upper());
  }
}
