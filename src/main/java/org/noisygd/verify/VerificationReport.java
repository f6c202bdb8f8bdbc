// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.util.List;
import org.noisygd.report.Columns;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.verify.check.CheckResult;

/** The report on a verification: its checks by group, and the verdict. */
public final class VerificationReport {
  private VerificationReport() {}

  /** The report of the results. */
  public static Report of(Verification verification) {
    Report report =
        new Report(
                "noisygd verification: " + verification.verdict().word(),
                "Verification of the noisygd reference")
            .paragraphOnPage(
                "A numerical reference for perturbed gradient descent on nonconvex matrix"
                    + " factorization, checked against its own closed forms, exact arithmetic and"
                    + " golden data.")
            .verdict(verification.verdict().word(), verification.summary())
            .contents();
    for (Verification.Part part : verification.parts()) {
      report
          .section(part.group().title() + ": " + part.group().subject())
          .table(table(part.results()));
    }
    return report
        .sectionOnPage("known", "The evidence for each claim")
        .legend(Evidence.legend(verification.results().stream().map(CheckResult::how).toList()));
  }

  private static ResultTable table(List<CheckResult> results) {
    return Columns.of(results)
        .text("", "Status", result -> result.status().word())
        .style(result -> result.status().word())
        .text("", "Claim", CheckResult::id)
        .text("", "Known how", result -> result.how().word())
        .whole("", "Cases", CheckResult::cases)
        .text("", "Statement", CheckResult::title)
        .detail(result -> labelled("nearest to failing: ", result.worst()))
        .detail(result -> labelled("why: ", result.why()))
        .table();
  }

  private static String labelled(String label, String text) {
    return text.isEmpty() ? "" : label + text;
  }

  /**
   * The JSON result: {@code
   * {"verdict":"pass","checks":[{"id":"L2.spectrum","how":"enclosed","status":"pass","cases":40,
   * "worst":"..."}]}}. A failed check has {@code why}.
   */
  public static String json(Verification verification, Provenance provenance) {
    return Json.text(
        Json.object()
            .put("verdict", verification.verdict().word())
            .put(
                "counts",
                Json.object()
                    .put("pass", verification.count(CheckResult.Status.PASS))
                    .put("fail", verification.count(CheckResult.Status.FAIL))
                    .put("skipped", 0) // no check is skipped; readers expect the field
                    .put("cases", verification.cases()))
            .put("seconds", verification.elapsed().toMillis() / 1e3)
            .put("command", provenance.command())
            .put("version", provenance.version())
            .put("java", provenance.java())
            .put(
                "checks",
                verification.parts().stream()
                    .flatMap(
                        part ->
                            part.results().stream()
                                .map(result -> json(part.group().title(), result)))
                    .toList()));
  }

  private static Json.Fields json(String chapter, CheckResult result) {
    Json.Fields fields =
        Json.object()
            .put("id", result.id())
            .put("chapter", chapter)
            .put("title", result.title())
            .put("how", result.how().word())
            .put("status", result.status().word())
            .put("cases", result.cases())
            .put("worst", result.worst());
    return result.why().isEmpty() ? fields : fields.put("why", result.why());
  }
}
