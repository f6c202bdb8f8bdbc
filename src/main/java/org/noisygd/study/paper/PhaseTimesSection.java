// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.PaperSection;
import org.noisygd.study.PerpendicularBound;

/** The times of the phases against the step size, the noise and the dimension. */
public final class PhaseTimesSection {
  private PhaseTimesSection() {}

  /** The section. */
  public static PaperSection of(PhaseScaling scaling) {
    List<Chart> charts =
        List.of(
            chart("phases-eta", "the step size", "eta", scaling.byEta(), PhaseTimes::eta),
            chart("phases-noise", "the noise", "sigma^2", scaling.byNoise(), PhaseTimes::s),
            chart(
                "phases-dimension",
                "the dimension",
                "d1 + d2",
                scaling.byDimension(),
                times -> times.d1() + times.d2()));
    return new PaperSection(
        "phases",
        "The phases, found from runs, and the lemmas' scalings",
        PaperSection.PAPER,
        report ->
            report
                .paragraphOnPage(text(scaling))
                .tableOnPage(table(scaling))
                .onPage(
                    page ->
                        page.element(
                            "p class=\"small\"",
                            "Updates: median over repeats, and quartiles, of one run from afar."))
                .file(durations(scaling)),
        charts,
        Map.of(
            "phases",
            Json.object()
                .put("eta", scaling.byEta().stream().map(PhaseTimesSection::json).toList())
                .put("noise", scaling.byNoise().stream().map(PhaseTimesSection::json).toList())
                .put(
                    "dimension",
                    scaling.byDimension().stream().map(PhaseTimesSection::json).toList())),
        scaling.findings());
  }

  private static String text(PhaseScaling scaling) {
    return "Rank one, balanced noise. A phase is found from the run itself by the event of its lemma:"
        + " Phase I ends when x^T M y reaches 1/4, Phase II when ||x y^T - M|| falls to 1/4,"
        + " Phase III when the ratio is within 0.05 of 1. Below, each lemma is also timed"
        + " alone, from a start that fulfils what it supposes: Lemmas 4 and 5 from random"
        + " directions with norms 3 and 5, until x^T M y is 1/4 and what is perpendicular has a"
        + " squared norm of 1/16; Lemma 6 from (u/2, v/2); Lemma 7 from (u/2, 2v). The lemmas"
        + " give upper bounds with constants that are not stated, for step sizes far smaller"
        + " than any that is run (eta of the order of sigma^10 and below); what can be seen is"
        + " whether a time grows faster than they say. Lemma 4's own bound on the perpendicular"
        + " part, 2 eta C2 / sigma^2, is "
        + Text.format(
            "%,.0f",
            new PerpendicularBound(scaling.paper().s(), scaling.paper().d1(), scaling.paper().d2())
                .at(scaling.paper().eta()))
        + " here, where what was to be bounded is 25 at the start: it says nothing at these"
        + " steps. The section on Theorem 1 says where it does.";
  }

  private static ResultTable table(PhaseScaling scaling) {
    Columns<PhaseTimes> columns =
        Columns.of(scaling.all())
            .text("", "eta", Column.NUMBER, times -> String.valueOf(times.eta()))
            .text("", "sigma^2", Column.NUMBER, times -> String.valueOf(times.s()))
            .text("", "d1 x d2", Column.NUMBER, times -> times.d1() + " x " + times.d2());
    for (int k = 0; k < PhaseScaling.PHASES.size(); k++) {
      int phase = k;
      columns.text(
          "",
          PhaseScaling.PHASES.get(k),
          Column.NUMBER,
          times -> quartiles(times.phases().get(phase)));
    }
    return columns.table();
  }

  private static String quartiles(Duration of) {
    return Text.format("%,.0f (%,.0f to %,.0f)", of.median(), of.q1(), of.q3());
  }

  private static LineChart chart(
      String id,
      String what,
      String label,
      List<PhaseTimes> all,
      ToDoubleFunction<PhaseTimes> parameter) {
    double low = all.stream().mapToDouble(parameter).min().orElse(1);
    double high = all.stream().mapToDouble(parameter).max().orElse(2);
    List<Series> series = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int lemma = 0; lemma < PhaseScaling.LEMMAS.size(); lemma++) {
      Points marks = Points.withInterval("the quartiles of the repeats");
      for (PhaseTimes times : all) {
        Duration duration = times.lemmas().get(lemma);
        marks.add(parameter.applyAsDouble(times), duration.median(), duration.q1(), duration.q3());
        if (Double.isFinite(duration.q3())) {
          least = Math.min(least, duration.q1());
          most = Math.max(most, duration.q3());
        }
      }
      series.add(marks.series(PhaseScaling.LEMMAS.get(lemma), Kind.marks(lemma + 1)));
    }
    series.add(
        Points.of(all, parameter, PhaseTimes::predictedSecond)
            .series("predicted, Lemma 6", Kind.GUIDE));
    series.add(
        Points.of(all, parameter, PhaseTimes::predictedThird)
            .series("predicted, Lemma 7", Kind.GUIDE));
    if (most == 0) {
      least = most = 1;
    }
    return new LineChart(
        id,
        "Time of each lemma against " + what,
        "Medians over repeats, and predictions. Both axes are logarithmic, so a power is straight.",
        new Axis(label, low / 1.2, high * 1.2, true),
        new Axis("updates", least / 2, most * 2, true),
        series);
  }

  private static Json.Fields json(PhaseTimes times) {
    return Json.object()
        .put("eta", times.eta())
        .put("sigmaSquared", times.s())
        .put("d1", times.d1())
        .put("d2", times.d2())
        .put("phases", times.phases().stream().map(Duration::median).toList())
        .put("lemmas", times.lemmas().stream().map(Duration::median).toList())
        .put("predictedLemma6", times.predictedSecond())
        .put("predictedLemma7", times.predictedThird());
  }

  private record Timed(PhaseTimes times, String what, Duration duration) {}

  /** The file of all durations. */
  private static ResultTable durations(PhaseScaling scaling) {
    List<Timed> all = new ArrayList<>();
    for (PhaseTimes times : scaling.all()) {
      for (int k = 0; k < times.phases().size(); k++) {
        all.add(new Timed(times, PhaseScaling.PHASES.get(k), times.phases().get(k)));
      }
      for (int k = 0; k < times.lemmas().size(); k++) {
        all.add(new Timed(times, PhaseScaling.LEMMAS.get(k) + " alone", times.lemmas().get(k)));
      }
    }
    return Columns.of(all)
        .number("eta", "", "%s", one -> one.times().eta())
        .number("sigma_squared", "", "%s", one -> one.times().s())
        .whole("d1", "", one -> one.times().d1())
        .whole("d2", "", one -> one.times().d2())
        .text("what", "", Timed::what)
        .number("q1", "", "%s", one -> one.duration().q1())
        .number("median", "", "%s", one -> one.duration().median())
        .number("q3", "", "%s", one -> one.duration().q3())
        .table("phases");
  }
}
