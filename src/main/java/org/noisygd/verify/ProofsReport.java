// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.verify.proofs.ProofCheck;
import org.noisygd.verify.proofs.ProvedClaim;

/** The report on proofs by Coq. */
public final class ProofsReport {
  private ProofsReport() {}

  /**
   * The claims: each theorem's statement in words and its location; or the reason why Coq was not
   * run.
   */
  public static Report of(ProofCheck.Outcome outcome) {
    Report report = new Report("noisygd proofs", "The theorems that Coq proves");
    Map<String, List<ProvedClaim>> byId =
        judged(outcome).stream()
            .collect(
                Collectors.groupingBy(ProvedClaim::id, LinkedHashMap::new, Collectors.toList()));
    byId.forEach(
        (id, claims) ->
            report.section(id + " (" + claims.get(0).paper() + ")").table(table(claims)));
    outcome.messages().forEach(report::paragraph);
    return report.verdict(outcome.verdict(), summary(outcome));
  }

  private static List<ProvedClaim> judged(ProofCheck.Outcome outcome) {
    return outcome.judged() ? outcome.claims() : List.of();
  }

  private static ResultTable table(List<ProvedClaim> claims) {
    return Columns.of(claims)
        .text("", "Status", claim -> claim.proved() ? "proved" : "NOT")
        .style(claim -> claim.proved() ? "pass" : "fail")
        .text("", "Statement", ProvedClaim::statement)
        .detail(claim -> claim.theorem() + " in " + claim.file() + "; axioms: " + claim.allowed())
        .table();
  }

  private static String summary(ProofCheck.Outcome outcome) {
    long ids = outcome.claims().stream().map(ProvedClaim::id).distinct().count();
    long proved = outcome.claims().stream().filter(ProvedClaim::proved).count();
    int all = outcome.claims().size();
    return switch (outcome.verdict()) {
      case "pass" -> "PASS: Coq proves all " + all + " theorems of " + ids + " claims";
      case "fail" ->
          "FAIL: Coq proves " + proved + " of " + all + " theorems; the differences are above";
      default -> "UNDECIDED: no proof was checked";
    };
  }

  /**
   * The report on a certificate.
   *
   * @param extracted true if extracted functions checked it, not Coq
   */
  public static Report ofCertificate(ProofCheck.Outcome outcome, boolean extracted) {
    String checker = extracted ? "the extracted code" : "Coq";
    Report report = new Report("noisygd proofs", "The theorems of a verdict");
    outcome.messages().forEach(report::paragraph);
    return report.verdict(
        outcome.verdict(),
        switch (outcome.verdict()) {
          case "pass" -> "PASS: " + checker + " proves every theorem of the certificate";
          case "fail" ->
              "FAIL: "
                  + checker
                  + " does not confirm the verdict; the reason is above. If the certificate has"
                  + " theorems and is unchanged, this is an error in this project: please report"
                  + " it, with the folder";
          default -> "UNDECIDED: no theorem was checked";
        });
  }

  /** The JSON result for a certificate. */
  public static String jsonOfCertificate(ProofCheck.Outcome outcome) {
    return Json.text(
        Json.object().put("verdict", outcome.verdict()).put("messages", outcome.messages()));
  }

  /** The JSON result for the claims: one entry per theorem. */
  public static String json(ProofCheck.Outcome outcome) {
    return Json.text(
        Json.object()
            .put("verdict", outcome.verdict())
            .put("claims", judged(outcome).stream().map(ProofsReport::json).toList())
            .put("messages", outcome.messages()));
  }

  private static Json.Fields json(ProvedClaim claim) {
    return Json.object()
        .put("id", claim.id())
        .put("theorem", claim.theorem())
        .put("file", "proofs-notes/coq/" + claim.file())
        .put("proved", claim.proved())
        .put("axioms", claim.axioms())
        .put("statement", claim.statement())
        .put("paper", claim.paper());
  }
}
