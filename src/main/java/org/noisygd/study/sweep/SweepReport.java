// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.List;
import java.util.Locale;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Chart;

/** One quantity of a sweep over two axes, as one HTML page with heat maps and curves. */
public final class SweepReport {
  private SweepReport() {}

  /**
   * Refuses a choice of axes and quantity that cannot be drawn.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static void requireDrawable(
      Specification specification, String x, String y, String quantity) {
    SweepFigures.of(specification, new ResultTable(specification.columns()), x, y, quantity);
  }

  /**
   * The pictures of a choice; of axes and a quantity that are left empty, the last axes that vary
   * and the first number.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static List<Chart> charts(
      Specification specification, ResultTable table, String x, String y, String quantity) {
    return SweepFigures.of(specification, table, x, y, quantity).charts();
  }

  /** The page. */
  public static String of(Specification specification, List<Chart> charts, Provenance provenance) {
    Page page = new Page("noisygd sweep: " + specification.name());
    page.element("h1", "Sweep " + specification.name())
        .raw("\n")
        .element(
            "p",
            String.format(
                Locale.ROOT,
                "%,d points in %,d cells; the numbers are in results.csv and results.parquet beside this page.",
                specification.points(),
                specification.cells()))
        .raw("\n");
    charts.forEach(page::figure);
    return page.raw("<h2 id=\"specification\">The specification</h2>\n<pre class=\"request\">")
        .text(specification.canonical())
        .raw("</pre>\n")
        .command(
            provenance, "The same specification gives the same numbers in process and on Spark.")
        .end();
  }
}
