// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.noisygd.report.Page;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.PaperJson;
import org.noisygd.study.PaperSection;
import org.noisygd.study.PerpendicularBound;

/** The times of the phases against the step size, the noise and the dimension. */
public final class PaperPhases {
  private static final List<Kind> LINES = List.of(Kind.LINE_A, Kind.LINE_B, Kind.LINE_C);

  private PaperPhases() {}

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
    ObjectNode node = PaperJson.object();
    json(node.putArray("eta"), scaling.byEta());
    json(node.putArray("noise"), scaling.byNoise());
    json(node.putArray("dimension"), scaling.byDimension());
    return new PaperSection(
        "phases",
        "The phases, found from runs, and the lemmas' scalings",
        PaperSection.PAPER,
        text(scaling),
        charts,
        Map.of("phases.csv", csv(scaling)),
        Map.of("phases", node),
        scaling.findings());
  }

  private static String text(PhaseScaling scaling) {
    Page part = Page.part();
    part.element(
            "p",
            "Rank one, balanced noise. A phase is found from the run itself by the event of its lemma:"
                + " Phase I ends when x^T M y reaches 1/4, Phase II when ||x y^T - M|| falls to 1/4,"
                + " Phase III when the ratio is within 0.05 of 1. Below, each lemma is also timed"
                + " alone, from a start that fulfils what it supposes: Lemmas 4 and 5 from random"
                + " directions with norms 3 and 5, until x^T M y is 1/4 and what is perpendicular has a"
                + " squared norm of 1/16; Lemma 6 from (u/2, v/2); Lemma 7 from (u/2, 2v). The lemmas"
                + " give upper bounds with constants that are not stated, for step sizes far smaller"
                + " than any that is run (eta of the order of sigma^10 and below); what can be seen is"
                + " whether a time grows faster than they say. Lemma 4's own bound on the perpendicular"
                + " part, 2 eta C2 / sigma^2, is "
                + String.format(
                    Locale.ROOT,
                    "%,.0f",
                    new PerpendicularBound(
                            scaling.paper().s(), scaling.paper().d1(), scaling.paper().d2())
                        .at(scaling.paper().eta()))
                + " here, where what was to be bounded is 25 at the start: it says nothing at these"
                + " steps. The section on Theorem 1 says where it does.")
        .raw("\n<table>\n<thead><tr>");
    for (String head : List.of("eta", "sigma^2", "d1 x d2", "Phase I", "Phase II", "Phase III")) {
      part.head(head, "number");
    }
    part.raw("</tr></thead>\n<tbody>\n");
    for (PhaseTimes times : scaling.all()) {
      part.raw("<tr>")
          .cell("eta", String.valueOf(times.eta()), "number")
          .cell("sigma^2", String.valueOf(times.s()), "number")
          .cell("d1 x d2", times.d1() + " x " + times.d2(), "number");
      for (int phase = 0; phase < times.phases().size(); phase++) {
        Duration duration = times.phases().get(phase);
        part.cell(
            List.of("Phase I", "Phase II", "Phase III").get(phase),
            String.format(
                Locale.ROOT,
                "%,.0f (%,.0f to %,.0f)",
                duration.median(),
                duration.q1(),
                duration.q3()),
            "number");
      }
      part.raw("</tr>\n");
    }
    return part.raw("</tbody>\n</table>\n")
        .element(
            "p class=\"small\"",
            "Updates: median over repeats, and quartiles, of one run from afar.")
        .raw("\n")
        .markup();
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
      List<Double> line = new ArrayList<>();
      List<Double> bars = new ArrayList<>();
      for (PhaseTimes times : all) {
        double at = parameter.applyAsDouble(times);
        Duration duration = times.lemmas().get(lemma);
        line.addAll(List.of(at, duration.median()));
        bars.addAll(List.of(at, duration.q1(), at, duration.q3()));
        if (Double.isFinite(duration.q3())) {
          least = Math.min(least, duration.q1());
          most = Math.max(most, duration.q3());
        }
      }
      series.add(new Series(PhaseScaling.LEMMAS.get(lemma), LINES.get(lemma), line));
      series.add(new Series("", Kind.BARS, bars));
    }
    List<Double> predicted = new ArrayList<>();
    for (PhaseTimes times : all) {
      double at = parameter.applyAsDouble(times);
      predicted.addAll(List.of(at, times.predictedSecond(), at, times.predictedThird()));
    }
    series.add(new Series("predicted (Lemmas 6 and 7)", Kind.MARKS, predicted));
    if (most == 0) {
      least = most = 1;
    }
    return new LineChart(
        id,
        "Time of each lemma against " + what,
        "Medians over repeats, with quartiles. Both axes are logarithmic, so a power is a line.",
        new Axis(label, low / 1.2, high * 1.2, true),
        new Axis("updates", least / 2, most * 2, true),
        series);
  }

  private static void json(ArrayNode array, List<PhaseTimes> all) {
    for (PhaseTimes times : all) {
      ObjectNode node = array.addObject();
      PaperJson.number(node, "eta", times.eta());
      PaperJson.number(node, "sigmaSquared", times.s());
      node.put("d1", times.d1());
      node.put("d2", times.d2());
      medians(node.putArray("phases"), times.phases());
      medians(node.putArray("lemmas"), times.lemmas());
      PaperJson.number(node, "predictedLemma6", times.predictedSecond());
      PaperJson.number(node, "predictedLemma7", times.predictedThird());
    }
  }

  private static void medians(ArrayNode array, List<Duration> durations) {
    for (Duration duration : durations) {
      if (Double.isFinite(duration.median())) {
        array.add(duration.median());
      } else {
        array.addNull();
      }
    }
  }

  private static String csv(PhaseScaling scaling) {
    StringBuilder csv = new StringBuilder("eta,sigma_squared,d1,d2,what,q1,median,q3\n");
    for (PhaseTimes times : scaling.all()) {
      for (int k = 0; k < times.phases().size(); k++) {
        line(csv, times, "Phase " + "I".repeat(k + 1), times.phases().get(k));
      }
      for (int k = 0; k < times.lemmas().size(); k++) {
        line(csv, times, PhaseScaling.LEMMAS.get(k) + " alone", times.lemmas().get(k));
      }
    }
    return csv.toString();
  }

  private static void line(StringBuilder csv, PhaseTimes times, String what, Duration of) {
    csv.append(times.eta()).append(',').append(times.s()).append(',').append(times.d1());
    csv.append(',').append(times.d2()).append(',').append(what).append(',').append(of.q1());
    csv.append(',').append(of.median()).append(',').append(of.q3()).append('\n');
  }
}
