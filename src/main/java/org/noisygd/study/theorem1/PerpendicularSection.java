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
import org.noisygd.study.PerpendicularBound;
import org.noisygd.study.theorem1.PerpendicularStudy.Cell;

/** Lemma 4's bound: where it says something, and what is found there. */
final class PerpendicularSection {
  /** The text above the table. */
  static final String TEXT =
      "Lemma 4: if ||x||^2 + ||y||^2 <= 2/sigma^2 up to T1, then from tau_1 to T1 the part perpendicular to u"
          + " or v has a squared norm of at most 2 eta C2/sigma^2. This says more than the hypothesis exactly"
          + " if eta < 1/C2, a number between sigma^6/28 and sigma^6/2. Runs from random directions with ||x0||^2 ="
          + " ||y0||^2 = 0.8/sigma^2, in 20 x 30, tau_1 with the constant of t1 above.";

  private PerpendicularSection() {}

  static ResultTable table(PerpendicularStudy study) {
    return Columns.of(study.cells())
        .words("sigma^2", cell -> String.valueOf(cell.bound().sigmaSquared()))
        .words("eta", cell -> String.valueOf(cell.eta()))
        .words("1/C2", cell -> Text.format("%.2g", cell.bound().emptyFrom()))
        .words("supposed: at most", cell -> Text.format("%.3g", cell.bound().supposed()))
        .words("bound", cell -> Text.format("%.3g", cell.bound().at(cell.eta())))
        .words("says something", cell -> cell.saysSomething() ? "yes" : "no")
        .words("tau_1", cell -> String.valueOf(cell.from()))
        .words("T1", cell -> String.valueOf(cell.to()))
        .words("largest found", cell -> Text.format("%.2g", cell.largest()))
        .words("bound kept", cell -> cell.kept().successes() + " of " + cell.supposed())
        .words(
            "95% interval",
            cell -> Text.format("%.3f to %.3f", cell.kept().lower(), cell.kept().upper()))
        .table("theorem1-lemma4");
  }

  static Finding finding(PerpendicularStudy study) {
    PerpendicularBound paper = study.cells().get(0).bound();
    double eta = study.cells().get(0).eta();
    List<Cell> saying = study.cells().stream().filter(Cell::saysSomething).toList();
    int runs = saying.stream().mapToInt(Cell::supposed).sum();
    int kept = saying.stream().mapToInt(cell -> cell.kept().successes()).sum();
    double nearest =
        saying.stream()
            .mapToDouble(cell -> cell.largest() / cell.bound().at(cell.eta()))
            .max()
            .orElse(Double.NaN);
    return new Finding(
        "L4",
        "Lemma 4: what is perpendicular to u or v has a square of at most 2 eta C2/sigma^2 from tau_1 on",
        Text.format(
            "with sigma^2 = %s and eta = %s, as in Fig. 2a, that is %,.0f, where %.1f is supposed: empty, as for"
                + " every eta >= 1/C2 = %.2g; where it is not, as at sigma^2 = 0.6, %d of %d runs keep it, the"
                + " largest at %.1g of the bound",
            paper.sigmaSquared(),
            eta,
            paper.at(eta),
            paper.supposed(),
            paper.emptyFrom(),
            kept,
            runs,
            nearest),
        Evidence.MEASURED,
        Agreement.of(
            runs > 0
                && saying.stream()
                    .allMatch(cell -> cell.kept().upper() >= 1 - CoverageStudy.DELTA)));
  }

  static List<Json.Fields> json(PerpendicularStudy study) {
    return study.cells().stream().map(PerpendicularSection::json).toList();
  }

  private static Json.Fields json(Cell cell) {
    return Json.object()
        .put("sigmaSquared", cell.bound().sigmaSquared())
        .put("eta", cell.eta())
        .put("bound", cell.bound().at(cell.eta()))
        .put("supposed", cell.bound().supposed())
        .put("emptyFrom", cell.bound().emptyFrom())
        .put("largest", cell.largest())
        .put("kept", cell.kept().successes())
        .put("runs", cell.supposed());
  }
}
