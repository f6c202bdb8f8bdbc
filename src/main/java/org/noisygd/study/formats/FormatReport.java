// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.List;
import java.util.function.Function;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.formats.FormatResult.OfSite;
import org.noisygd.study.precision.DriftReport;
import org.noisygd.study.precision.SettledRuns;
import org.noisygd.study.twin.Method;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.VerdictRule.Verdict;

/** What each place that rounds does to the noise phase. */
public final class FormatReport {
  /** The name of its table. */
  public static final String TABLE = "formats";

  private static final String LEGEND =
      "ratio: the drift ratio, how fast the imbalance ||X||^2 - gamma^2 ||Y||^2 falls,"
          + " relative to the twin, which follows the same method in binary64 under the same noise,"
          + " with its interval; unchanged: the share of stored numbers that an update left as they"
          + " were; X/spacing, Y/spacing: root mean square update over root mean square spacing of"
          + " what can be stored there, which rounding to nearest loses below 1/12; spread: the"
          + " standard deviation of the imbalance of settled runs over the twin's; shift: by how"
          + " much its mean is off the twin's, in standard deviations of the twin. +-: standard"
          + " errors.";

  /** Drift ratios below this are not drawn. */
  private static final double LEAST = -1;

  private static final double MOST = 4;

  private FormatReport() {}

  /** The groups of the tables and figures. */
  private enum Group {
    STORES("Stores of the iterate, one number at a time"),
    BLOCKS("Stores of the iterate in blocks that share a scale"),
    SUMS("Sums of products"),
    METHODS("What a method keeps");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    static Group of(OfSite one) {
      StudiedArithmetic site = StudiedArithmetic.parse(one.site());
      ArithmeticName arithmetic = site.arithmetic();
      if (!site.method().equals(Method.PLAIN)) {
        return METHODS;
      }
      return arithmetic.sums().isPresent()
          ? SUMS
          : arithmetic.blocks().isPresent() ? BLOCKS : STORES;
    }

    String anchor() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The report: two tables and two figures for each group. */
  public static Report of(FormatResult result) {
    Report report =
        new Report(
                "noisygd formats: " + result.runs().setting().name(),
                "What formats in use do to the noise phase. Setting "
                    + result.runs().setting().name())
            .verdict("", Verdict.summary(result.sites(), OfSite::verdict, OfSite::site))
            .paragraph(heading(result));
    for (Group group : Group.values()) {
      List<OfSite> sites = result.sites().stream().filter(s -> Group.of(s) == group).toList();
      if (!sites.isEmpty()) {
        report
            .section(group.anchor(), group.title)
            .table(drift(place(sites)).table())
            .table(settled(place(sites)).table())
            .figureWithData("drift-" + group.anchor(), () -> driftFigure(result, group, sites))
            .figureWithData("spread-" + group.anchor(), () -> spreadFigure(group, sites));
      }
    }
    return report
        .legend(LEGEND)
        .legend(result.rule().text())
        .oneCommand()
        .file(columns(result.sites()).table(TABLE));
  }

  private static String heading(FormatResult result) {
    return Text.format(
        "%s, for the drift%s.%s %s For the spread, as many runs start at the smoothed optimum and are"
            + " looked at from step %,d to %,d.%s Each place rounds alone, the rest is in binary64.",
        result.runs().inWords(),
        result.phases().hasThree()
            ? Text.format(" from step %,d on", result.phases().endOfTwo())
            : ", which is not defined: Phase II does not end within these updates",
        Runs.ended(result.endedAt().stream().filter(at -> at < result.runs().steps()).findFirst()),
        result.runs().gamma(),
        result.settled(),
        result.settledSteps(),
        result.ended().map(ended -> settledEnded(result.settled(), ended.settledAt())).orElse(""));
  }

  /** Where the runs for the spread ended. */
  private static String settledEnded(long settled, long at) {
    if (SettledRuns.areSeen(settled, at)) {
      return Text.format(" They ended early, after step %,d.", at);
    }
    return (at == 0
            ? " They had not begun"
            : Text.format(" They ended early, after step %,d, before the first look", at))
        + ", so nothing can be said of the spread.";
  }

  private static Columns<OfSite> place(List<OfSite> sites) {
    return Columns.of(sites).text("", "Place", OfSite::site);
  }

  /** Adds what is told of the drift. */
  private static Columns<OfSite> drift(Columns<OfSite> columns) {
    return columns
        .number("drift_ratio", "Ratio", "%.3f", one -> one.drift().value())
        .number("drift_ratio_std_err", "", "%g", one -> one.drift().standardError())
        .number("drift_ratio_low", "", "%g", one -> one.drift().low())
        .number("drift_ratio_high", "", "%g", one -> one.drift().high())
        .text("", "Interval", Column.NUMBER, one -> DriftReport.interval(one.drift()))
        .text("verdict", "Verdict", one -> one.verdict().word())
        .style(one -> "strong")
        .detail(one -> one.verdict().remark(one.drift().high()))
        .optional("replicates_to_decide", "Would decide", OfSite::replicatesToDecide)
        .whole("from", "", one -> one.drift().from())
        .whole("to", "", one -> one.drift().to());
  }

  /** Adds what is told of stores and of settled runs. */
  private static Columns<OfSite> settled(Columns<OfSite> columns) {
    return columns
        .number("unchanged_stores", "Unchanged", "%g", OfSite::unchanged)
        .shown(one -> Columns.format("%.1f%%", 100 * one.unchanged()))
        .number("update_in_places_x", "X/spacing", "%.2g", OfSite::placesX)
        .number("update_in_places_y", "Y/spacing", "%.2g", OfSite::placesY)
        .number("imbalance", "", "%g", one -> one.imbalance().mean())
        .number("imbalance_std_err", "", "%g", one -> one.imbalance().meanError())
        .number("deviation", "", "%g", one -> one.imbalance().deviation())
        .number("deviation_std_err", "", "%g", one -> one.imbalance().deviationError())
        .number("twin_imbalance", "", "%g", one -> one.twin().mean())
        .number("twin_deviation", "", "%g", one -> one.twin().deviation())
        .number("twin_deviation_std_err", "", "%g", one -> one.twin().deviationError())
        .number("spread", "Spread", "%.3f", OfSite::spread)
        .number("spread_std_err", "+-", "%.2g", OfSite::spreadError)
        .number("shift", "Shift", "%.2f", OfSite::shift)
        .number("shift_std_err", "+-", "%.2g", OfSite::shiftError);
  }

  /** Everything, as columns of a file and fields of the JSON. */
  private static Columns<OfSite> columns(List<OfSite> sites) {
    return settled(drift(Columns.of(sites).text("site", "", OfSite::site)));
  }

  private static LineChart driftFigure(FormatResult result, Group group, List<OfSite> sites) {
    return figure(
        "drift-" + group.anchor(),
        group.title + ": the drift ratio",
        "1 is as fast as the twin, 0 is frozen; ratios in the strip are faithful.",
        "drift ratio",
        result.rule().band(),
        Points.withInterval("intervals at 99%"),
        false,
        sites,
        one -> List.of(one.drift().value(), one.drift().low(), one.drift().high()));
  }

  private static LineChart spreadFigure(Group group, List<OfSite> sites) {
    return figure(
        "spread-" + group.anchor(),
        group.title + ": the settled spread",
        "1 is as wide as the twin's; a spread of 0 is not drawn.",
        "spread over the twin's",
        0,
        Points.withInterval("two standard errors either way"),
        true,
        sites,
        one ->
            List.of(
                one.spread(),
                one.spread() - 2 * one.spreadError(),
                one.spread() + 2 * one.spreadError()));
  }

  /** A mark with a bar for each rounding place, over a strip around 1. */
  private static LineChart figure(
      String id,
      String title,
      String caption,
      String label,
      double band,
      Points points,
      boolean logarithmic,
      List<OfSite> sites,
      Function<OfSite, List<Double>> value) {
    List<String> names = sites.stream().map(OfSite::site).toList();
    double smallest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < sites.size(); k++) {
      List<Double> one = value.apply(sites.get(k));
      points.add(k + 0.5, one.get(0), one.get(1), one.get(2));
      smallest = one.get(0) > 0 ? Math.min(smallest, one.get(0)) : smallest;
    }
    List<Series> series =
        List.of(
            Points.strip(names.size(), 1 - band, 1 + band).guide(),
            points.series(label, Kind.FULL_MARKS));
    return new LineChart(
        id,
        title,
        caption,
        Axis.ofNames("", names),
        Axis.over(
            label,
            Series.between(
                logarithmic ? smallest / 2 : LEAST, logarithmic ? Double.MAX_VALUE : MOST, series),
            logarithmic),
        series);
  }

  /**
   * The JSON result: {@code {"sites":[{"site":"..","driftRatio":1.0,"verdict":"faithful",..}]}}.
   */
  public static String json(FormatResult result) {
    return Json.text(
        result
            .runs()
            .json("binary64")
            .put("rule", result.rule())
            .put("endOfPhaseOne", result.phases().endOfOne())
            .put("endOfPhaseTwo", result.phases().hasThree() ? result.phases().endOfTwo() : null)
            .put("settled", result.settled())
            .put("settledSteps", result.settledSteps())
            .put("endedAt", result.endedAt())
            .put("settledEndedAt", result.settledEndedAt())
            .put("results", columns(result.sites()).table().objects()));
  }
}
