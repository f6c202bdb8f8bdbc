// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.noisygd.number.Text;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Chart;

/** What a sweep found: one of its quantities as heat maps and curves, and all of them as JSON. */
public final class SweepReport {
  /** What stands below the command on the page. */
  public static final String SENTENCE =
      "The same specification gives the same numbers in process and on Spark.";

  private SweepReport() {}

  /** The report with those pictures. */
  public static Report of(Specification specification, List<Chart> charts) {
    Report report =
        new Report("noisygd sweep: " + specification.name(), "Sweep " + specification.name())
            .paragraph(
                Text.format(
                    "%s in %s%s; the numbers are in results.csv beside this page.",
                    Text.count(specification.points(), "point"),
                    Text.count(specification.cells(), "cell"),
                    fixed(specification)));
    if (specification.columns().stream().anyMatch(c -> c.name().equals(Quantities.VERDICT))) {
      report.legend(new PointStudy(specification.at(0)).rule().text());
    }
    charts.forEach(report::figureWithData);
    return report.section("specification", "The specification").listing(specification.canonical());
  }

  /** The parameters that every point has, in words. */
  private static String fixed(Specification specification) {
    return specification.fixed().entrySet().stream()
        .map(one -> ", " + one.getKey().word() + " " + one.getValue().label())
        .collect(Collectors.joining());
  }

  /**
   * The JSON result: {@code {"sweep":"..","digest":"..","points":9,"cells":9,"specification":{..},
   * "results":[{"point":0,..}]}}, one object a point.
   */
  public static String json(Specification specification, ResultTable table) {
    return Json.text(head(specification).put("results", table.objects()));
  }

  /** The program, command and engine that made the results, as JSON. */
  public static String provenance(Provenance provenance, String engine) {
    return Json.text(
        Json.object()
            .put("version", provenance.version())
            .put("java", provenance.java())
            .put("engine", engine)
            .put("command", provenance.command()));
  }

  private static Json.Fields head(Specification specification) {
    try {
      return Json.object()
          .put("sweep", specification.name())
          .put("digest", specification.digest())
          .put("points", specification.points())
          .put("cells", specification.cells())
          .put("specification", new ObjectMapper().readTree(specification.canonical()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
