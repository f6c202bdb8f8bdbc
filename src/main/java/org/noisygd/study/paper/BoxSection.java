// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.BoxPlot;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.FiveNumbers;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;

/** Figures 2 and 3 of the paper: box plots of the ratio of norms. */
public final class BoxSection {
  private BoxSection() {}

  /** The section of the panels of one figure, 2 or 3. */
  public static PaperSection of(int number, List<RatioBoxExperiment> boxes) {
    RatioBoxExperiment first = boxes.get(0);
    List<Chart> charts = new ArrayList<>();
    charts.add(
        chart(
            "figure-" + number,
            "Figure " + number + ": ||X||/||Y|| at the end of each repeat",
            "P: noise, GD: none. 1 and sqrt(0.5) are marked.",
            boxes,
            List.of(1.0, Math.sqrt(0.5))));
    List<RatioBoxExperiment> noisy = boxes.stream().filter(box -> box.setting().isNoisy()).toList();
    List<RatioBoxExperiment> balanced =
        noisy.stream().filter(box -> Math.abs(box.limit() - 1) < 1e-9).toList();
    if (balanced.size() > 1) {
      charts.add(
          chart(
              "figure-" + number + "-noise",
              "The boxes of balanced noise",
              "From every start, noise with gamma = 1 leads to a ratio near 1; the exact limit"
                  + " depends on the steps.",
              balanced,
              List.of(1.0)));
    }
    List<Finding> findings =
        new ArrayList<>(boxes.stream().map(RatioBoxExperiment::finding).toList());
    findings.addAll(RatioBoxExperiment.beside(boxes));
    Map<String, Object> figures = new LinkedHashMap<>();
    boxes.forEach(box -> figures.put(box.figure(), json(box)));
    return new PaperSection(
        "fig" + number,
        "Figure " + number + ": which optimum is found, rank " + first.setting().r(),
        PaperSection.PAPER,
        report -> report.paragraphOnPage(text(boxes)).file(repeats(number, boxes)),
        charts,
        figures,
        findings);
  }

  private static BoxPlot chart(
      String id,
      String title,
      String description,
      List<RatioBoxExperiment> boxes,
      List<Double> lines) {
    double low = 2;
    double high = 0;
    List<BoxPlot.Box> drawn = new ArrayList<>();
    for (RatioBoxExperiment box : boxes) {
      FiveNumbers five = box.ratio();
      String name = box.figure() + (box.setting().isNoisy() ? " P" : " GD");
      drawn.add(new BoxPlot.Box(name, five));
      low = Math.min(low, five.min());
      high = Math.max(high, five.max());
    }
    for (double line : lines) {
      low = Math.min(low, line);
      high = Math.max(high, line);
    }
    double margin = 0.05 * (high - low);
    return new BoxPlot(
        id,
        title,
        description,
        "panel",
        new Axis("||X|| / ||Y||", low - margin, high + margin, false),
        drawn,
        guides(boxes, lines));
  }

  /** Horizontal lines at the given values, and the predicted means. */
  private static List<Series> guides(List<RatioBoxExperiment> boxes, List<Double> lines) {
    List<Series> series = new ArrayList<>();
    for (double line : lines) {
      series.add(Series.guide().add(0, line).add(boxes.size(), line));
    }
    Series predicted = new Series("predicted mean under noise", Kind.MARKS);
    for (int k = 0; k < boxes.size(); k++) {
      double x = k + 0.85;
      boxes.get(k).predicted().ifPresent(mean -> predicted.add(x, mean));
    }
    series.add(predicted);
    return series;
  }

  private static String text(List<RatioBoxExperiment> boxes) {
    RatioBoxExperiment first = boxes.get(0);
    StringBuilder text =
        new StringBuilder(
            Text.format(
                "M is %d x %d, 1 at the first %s of its diagonal, else 0. %d repeats of each experiment,"
                    + " the paper's number%s; the paper gives no number of updates.",
                first.setting().d1(),
                first.setting().d2(),
                first.setting().r() == 1 ? "entry" : first.setting().r() + " entries",
                first.states().replicates(),
                first.states().replicates() == 100 ? "" : " being 100"));
    boxes.stream()
        .filter(box -> box.setting().isNoisy())
        .findFirst()
        .ifPresent(
            box ->
                text.append(
                    Text.format(
                        " Noisy runs take %,d: once the loss is small, after some 1,000, the"
                            + " imbalance falls by 0.0015 of itself per update (0.0010 with unequal"
                            + " steps or noise), so that 8,000 leave at most e^-7 of it.",
                        box.steps())));
    boxes.stream()
        .filter(box -> !box.setting().isNoisy())
        .max(Comparator.comparingDouble(box -> box.loss().max()))
        .ifPresent(
            box ->
                text.append(
                    Text.format(
                        " Gradient descent takes %,d: its loss is then %.0e at most, and the ratio"
                            + " changes with the square of the remaining residual.",
                        box.steps(), box.loss().max())));
    return text.toString();
  }

  private static Json.Fields json(RatioBoxExperiment box) {
    Json.Fields fields =
        Json.object()
            .put("ratio", box.ratio())
            .put("loss", box.loss())
            .put("replicates", box.states().replicates())
            .put("finite", box.states().finite(box.states().size() - 1))
            .put("steps", box.steps())
            .put("medianInterval", box.median())
            .put("limit", box.limit());
    box.predicted().ifPresent(mean -> fields.put("predictedMean", mean));
    return fields;
  }

  private record Repeat(RatioBoxExperiment box, int number) {
    int last() {
      return box.states().size() - 1;
    }
  }

  /** The file of all repeats. */
  private static ResultTable repeats(int figure, List<RatioBoxExperiment> boxes) {
    List<Repeat> repeats = new ArrayList<>();
    for (RatioBoxExperiment box : boxes) {
      for (int k = 0; k < box.states().replicates(); k++) {
        repeats.add(new Repeat(box, k));
      }
    }
    return Columns.of(repeats)
        .text("figure", "", one -> one.box().figure())
        .whole("repeat", "", Repeat::number)
        .number("ratio", "", "%s", one -> one.box().states().ratio(one.last(), one.number()))
        .number("loss", "", "%s", one -> one.box().states().at(one.last(), one.number()).loss())
        .table("figure-" + figure + "-repeats");
  }
}
