// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.noisygd.number.Text;
import org.noisygd.report.Json;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.FiveNumbers;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;

/** Figures 4 and 6 of the paper: the phases of single runs, with noise and without. */
public final class TransitionSection {
  private static final String WITH = "Perturbed GD, one repeat";
  private static final String WITHOUT = "gradient descent";

  private TransitionSection() {}

  /** Fig. 4: first as the algorithm is written, then with the literal gradient. */
  public static PaperSection figure4(List<PhaseTransition> both) {
    PhaseTransition run = both.get(0);
    List<Chart> charts = new ArrayList<>(charts(run, "figure-4", "Figure 4"));
    charts.add(literal(run, both.get(1)));
    return section(
        "fig4",
        "Figure 4: phase transition of two variables",
        Text.format(
            "f(x, y) = (1 - xy)^2 from (3, 5) with sigma = 0.05 and eta = 0.01; %d repeats, one of which"
                + " is shown. The paper gives neither the number of updates nor the weight of the"
                + " moving average: here %,d, since an update removes 2 eta sigma^2 = 5e-5 of the"
                + " imbalance, and 1/20. The logarithmic axis of updates leaves out the start.",
            run.noisy().replicates(), run.noisy().step(run.noisy().size() - 1)),
        charts,
        both);
  }

  /** Fig. 6: rank 1 and rank 10. */
  public static PaperSection figure6(List<PhaseTransition> both) {
    List<Chart> charts = new ArrayList<>();
    charts.addAll(charts(both.get(0), "figure-6", "Figure 6, rank 1"));
    charts.addAll(charts(both.get(1), "figure-6-rank10", "Figure 6, rank 10"));
    return section(
        "fig6",
        "Figure 6: phase transition of a 20 x 30 matrix",
        Text.format(
            "The paper gives only that the dimension of Fig. 6 is higher. Here: the problems of Fig. 2a"
                + " and 3a, from random directions with the norms of Fig. 4, ||X0|| = 3 sqrt(r) and"
                + " ||Y0|| = 5 sqrt(r); %,d and %,d updates, %d and %d repeats. From these starts Phase"
                + " I shows too: the loss stays near r/2, the loss of the saddle, until the noise has"
                + " shrunk the part perpendicular to M.",
            both.get(0).noisy().step(both.get(0).noisy().size() - 1),
            both.get(1).noisy().step(both.get(1).noisy().size() - 1),
            both.get(0).noisy().replicates(),
            both.get(1).noisy().replicates()),
        charts,
        both);
  }

  private static PaperSection section(
      String id, String title, String text, List<Chart> charts, List<PhaseTransition> runs) {
    Map<String, Object> figures = new LinkedHashMap<>();
    runs.forEach(run -> figures.put(run.figure(), json(run)));
    return new PaperSection(
        id,
        title,
        PaperSection.PAPER,
        report -> report.paragraphOnPage(text),
        charts,
        figures,
        runs.stream().flatMap(run -> TransitionFindings.of(run).stream()).toList());
  }

  /** The charts of the loss, the smoothed loss and the ratio. */
  private static List<Chart> charts(PhaseTransition run, String id, String title) {
    RunStatistics noisy = run.noisy();
    RunStatistics descent = run.descent();
    Axis updates = updates(noisy);
    double scale = noisy.at(0, 0).normX() > 0 && run.setting().d1() == 1 ? 2 : 1;
    String loss = scale == 2 ? "(1 - xy)^2" : "1/2 ||X Y^T - M||^2";
    boolean valley = scale == 2; // in one dimension there is no saddle on the way
    return List.of(
        new LineChart(
            id + "a",
            title + ", a: loss",
            valley
                ? "Gradient descent drives the loss to 0; under noise it stays at the level of the noise."
                : "Both stay for a while at the loss of the saddle, r/2. Noise leaves it sooner and stays"
                    + " at its own level; gradient descent falls further.",
            updates,
            new Axis(loss, valley ? 1e-8 : 1e-6, 1e4, true),
            List.of(
                line(WITH, 0, noisy, index -> scale * noisy.at(index, 0).loss()),
                line(WITHOUT, 1, descent, index -> scale * descent.at(index, 0).loss()))),
        new LineChart(
            id + "b",
            title + ", b: loss, smoothed by a moving average of weight 1/20",
            valley
                ? "The average of the same repeat: the level still falls in Phase III, as the valley is"
                    + " steep where it is unbalanced."
                : "The average of the same repeat: the saddle is left, then the level stays.",
            updates,
            new Axis(loss + ", smoothed", valley ? 1e-6 : 1e-3, 1e4, true),
            List.of(line(WITH, 0, noisy, index -> scale * noisy.at(index, 0).averageLoss()))),
        new LineChart(
            id + "c",
            title + ", c: ||X||^2 / ||Y||^2",
            Text.format(
                "Both methods fall away from balance at first. Noise brings the ratio back towards 1;"
                    + " gradient descent is at %.2g at its lowest and ends at %.2g. The band holds all"
                    + " repeats.",
                IntStream.range(0, descent.size()).mapToDouble(run::descentRatio).min().orElse(0),
                run.descentRatio(descent.size() - 1)),
            updates,
            new Axis("||X||^2 / ||Y||^2", 1e-4, 10, true),
            List.of(
                repeats(run),
                Series.guide().add(1, 1).add(updates.max(), 1),
                line(
                    WITH,
                    0,
                    noisy,
                    index -> noisy.at(index, 0).normX() / noisy.at(index, 0).normY()),
                line(WITHOUT, 1, descent, run::descentRatio),
                predicted(run))));
  }

  /** The predicted squared ratio; empty if the mean has no closed form. */
  private static Series predicted(PhaseTransition run) {
    String label = run.predicted().isEmpty() ? "" : "predicted from update 100 on";
    Series ratio = new Series(label, Kind.line(2));
    run.predicted().forEach(ratio::add);
    return ratio;
  }

  private static Axis updates(RunStatistics states) {
    return new Axis("update", 1, Math.max(2, states.step(states.size() - 1)), true);
  }

  /** The median of the squared ratio, between the least and the greatest. */
  private static Series repeats(PhaseTransition run) {
    Series medians = new Series("all repeats, median", Kind.GUIDE);
    for (int index = 1; index < run.noisy().size(); index++) {
      FiveNumbers all = FiveNumbers.of(run.squaredRatios(index));
      medians.add((double) run.noisy().step(index), all.median(), all.min(), all.max());
    }
    return medians;
  }

  private static LineChart literal(PhaseTransition run, PhaseTransition literal) {
    return new LineChart(
        "figure-4d",
        "The first 100 updates, with the gradient of Algorithm 1 and with the literal one of (1 - xy)^2",
        "Twice the gradient is twice the step size: the run arrives in half the updates, at another"
            + " optimum. The paper's 30 to 40 updates and 0.004 are those of Algorithm 1.",
        new Axis("update", 0, 100, false),
        new Axis("x^2 / y^2", 1e-3, 1, true),
        List.of(
            line("Algorithm 1, gradient descent", 0, run.descent(), run::descentRatio),
            line(
                "literal gradient, gradient descent",
                1,
                literal.descent(),
                literal::descentRatio)));
  }

  /** Line k of a chart: a value at each recorded step, from the first update on. */
  private static Series line(String label, int k, RunStatistics states, IntToDoubleFunction value) {
    Series line = new Series(label, Kind.line(k));
    for (int index = 1; index < states.size(); index++) {
      line.add((double) states.step(index), value.applyAsDouble(index));
    }
    return line;
  }

  private static Json.Fields json(PhaseTransition run) {
    int last = run.noisy().size() - 1;
    return Json.object()
        .put("squaredRatio", FiveNumbers.of(run.squaredRatios(last)))
        .put("timeToBalance", run.timeToBalance())
        .put("steps", run.noisy().step(last))
        .put("replicates", run.noisy().replicates())
        .put(
            "gradientDescent",
            Json.object()
                .put("squaredRatioAtStart", run.descentRatio(0))
                .put("squaredRatio", run.descentRatio(run.descent().size() - 1))
                .put("within10Percent", run.arrival(0.1))
                .put("within1Percent", run.arrival(0.01)));
  }
}
