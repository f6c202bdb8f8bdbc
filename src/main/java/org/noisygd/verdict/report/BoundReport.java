// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.judgement.AskedBound;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;

/** Bounds on rounding as a report and as JSON. */
public final class BoundReport {
  private static final String NO_BOUND =
      "no bound: the unit roundoff times the number of roundings exceeds 1/4";

  private BoundReport() {}

  /**
   * The bounds as a report.
   *
   * @param of the subject: the op, its sizes, the arithmetic, the magnitudes
   */
  public static Report of(String of, List<AskedBound> bounds) {
    Report report = new Report("Bounds on rounding", "Bounds on rounding");
    report.paragraph(of);
    report.table(
        Columns.of(bounds)
            .words("field", AskedBound::field)
            .detail(b -> b.relative().isPresent() ? "" : NO_BOUND)
            .text("bound", "bound", Column.NUMBER, b -> shown(b.largest()))
            .text("times", "times the terms", Column.NUMBER, b -> shown(b.relative()))
            .optional("roundings", "roundings", AskedBound::roundings)
            .words("source", AskedBound::source)
            .table("bounds"));
    report.legend(
        "A correct program is within the bound of the exact result, in every entry, in any admissible"
            + " order of summation, fused or not. The bound shown is the largest of all entries; an"
            + " entry's own is \"times the terms\" times the sum of its terms' absolute values,"
            + " plus an underflow term. --json has every entry. Coq proves the claim named as"
            + " source (CLAIMS.md).");
    return report;
  }

  /** Rounded up to three digits, so that the number shown is a bound too. */
  private static String shown(Optional<BigDecimal> bound) {
    return bound
        .map(b -> b.round(new MathContext(3, RoundingMode.UP)))
        .map(b -> Text.format("%.2e", b))
        .orElse("-");
  }

  /** The bounds as JSON; exact decimals are text. */
  public static String json(
      String op, String arithmetic, List<AskedBound> bounds, Provenance provenance) {
    Json.Fields fields =
        Json.object().put("op", op).put("arithmetic", arithmetic).put("bounds", bounds);
    return VerdictJson.text(fields, provenance);
  }
}
