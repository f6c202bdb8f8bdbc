// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.HeatMap;

/** The results of a sweep: the drift ratio as a heat map, and everything as JSON. */
public final class SweepReport {
  /** The sentence below the command on the page. */
  public static final String SENTENCE =
      "The same specification gives the same numbers in process and on Spark.";

  private static final String RATIO = "drift_ratio";

  /** Maximum number of rows of the heat map: more cannot be distinguished. */
  private static final int MOST_ROWS = 64;

  private SweepReport() {}

  /** The report of a complete sweep. */
  public static Report of(Specification specification, ResultTable table) {
    Report report =
        new Report("noisygd sweep: " + specification.name(), "Sweep " + specification.name())
            .paragraph(
                Text.format(
                    "%s in %s; the numbers are in results.csv beside this page.",
                    Text.count(specification.points(), "point"),
                    Text.count(specification.cells(), "cell")))
            .legend(CellStudy.rule(specification.at(0)).text());
    HeatMap map = map(specification, table);
    if (map.rows().size() <= MOST_ROWS) {
      report.figureWithData(map.id(), () -> map);
    }
    return report.section("specification", "The specification").listing(specification.canonical());
  }

  /** The drift ratio, with the last axis across and a row per point of the other axes. */
  static HeatMap map(Specification specification, ResultTable table) {
    List<Specification.Axis> grid = specification.grid();
    Specification.Axis across = grid.get(grid.size() - 1);
    List<String> names = new ArrayList<>();
    List<List<Double>> rows = new ArrayList<>();
    for (int point = 0; point < specification.points(); point++) {
      if (point % across.values().size() == 0) {
        names.add(specification.describe(point, grid.size() - 1));
        rows.add(new ArrayList<>());
      }
      Object ratio = table.row(point).get(table.place(RATIO));
      rows.get(rows.size() - 1).add(ratio instanceof Double d ? d : Double.NaN);
    }
    return new HeatMap(
        RATIO.replace('_', '-'),
        "The drift ratio over " + across.option(),
        "White is 1, as the reference run; blue is slower, red faster, from 2 on rounding-driven.",
        Axis.ofNames(across.option(), across.values().stream().map(Value::label).toList()),
        Axis.ofNames("", names),
        new Axis("drift ratio", 0, 2, false),
        rows);
  }

  /**
   * The JSON result: {@code {"sweep":"..","digest":"..","points":9,"cells":9,"specification":{..},
   * "results":[{"point":0,..}]}}, one object per point.
   */
  public static String json(Specification specification, ResultTable table) {
    try {
      return Json.text(
          Json.object()
              .put("sweep", specification.name())
              .put("digest", specification.digest())
              .put("points", specification.points())
              .put("cells", specification.cells())
              .put("specification", new ObjectMapper().readTree(specification.canonical()))
              .put("results", table.objects()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program, the command and the engine of the results, as JSON. */
  public static String provenance(Provenance provenance, String engine) {
    return Json.text(
        Json.object()
            .put("version", provenance.version())
            .put("java", provenance.java())
            .put("engine", engine)
            .put("command", provenance.command()));
  }
}
