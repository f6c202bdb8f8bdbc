// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;

/** Bounds as a table and as JSON. */
public final class BoundReport {
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
            .text("bound", "bound", "number", b -> shown(b.largest()))
            .text("times", "times the terms", "number", b -> shown(b.relative()))
            .text(
                "roundings",
                "roundings",
                "number",
                b -> b.roundings().isPresent() ? String.valueOf(b.roundings().getAsInt()) : "-")
            .words("source", AskedBound::source)
            .table("bounds"));
    report.legend(
        "A correct program is within the bound of the exact result, in every entry, in any admissible"
            + " order of summation, fused or not. The bound shown is the largest of all entries; an"
            + " entry's own is \"times the terms\" times the sum of its terms' absolute values,"
            + " plus what underflow may add. --json has every entry. Coq proves the claim named as"
            + " source (CLAIMS.md).");
    bounds.stream()
        .filter(b -> b.relative().isEmpty())
        .forEach(
            b ->
                report.legend(
                    b.field()
                        + " has no bound: the unit roundoff times "
                        + b.roundings().orElse(0)
                        + " roundings exceeds 1/4."));
    return report;
  }

  /** Rounded up to three digits, so that the number shown is a bound too. */
  private static String shown(Optional<BigDecimal> bound) {
    return bound
        .map(b -> b.round(new java.math.MathContext(3, java.math.RoundingMode.UP)))
        .map(b -> Text.format("%.2e", b))
        .orElse("-");
  }

  /** The bounds as JSON; exact decimals are text. */
  public static String json(
      String op, String arithmetic, List<AskedBound> bounds, Provenance provenance) {
    return Json.text(
        Json.object()
            .put("op", op)
            .put("arithmetic", arithmetic)
            .put(
                "bounds",
                bounds.stream()
                    .map(
                        b ->
                            Json.object()
                                .put("field", b.field())
                                .put("source", b.source())
                                .put(
                                    "roundings",
                                    b.roundings().isPresent() ? b.roundings().getAsInt() : null)
                                .put("relative", b.relative())
                                .put("largest", b.largest())
                                .put("entries", b.entries()))
                    .toList())
            .put("command", provenance.command())
            .put("version", provenance.version())
            .put("java", provenance.java()));
  }
}
