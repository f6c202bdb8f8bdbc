// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.number.Text;
import org.noisygd.report.Json;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.PaperSection;
import org.noisygd.theory.settling.StationaryLaw.Moments;

/** Theory beside simulation: the stationary law of ratio and loss, and the rate of balancing. */
public final class PredictionSection {
  /** Cells of a histogram, over four standard deviations to each side, at most. */
  private static final int CELLS = 40;

  /** Their width by Scott's rule (1979), in standard deviations times the cube root of n. */
  private static final double SCOTT = 3.49;

  private static final double REACH = 4;

  /** Points of a predicted density. */
  private static final int POINTS = 200;

  private PredictionSection() {}

  /** The section of the stationary laws. */
  public static PaperSection settling(List<Settling> all) {
    List<Chart> charts = new ArrayList<>();
    Json.Fields fields = Json.object();
    for (Settling one : all) {
      charts.add(
          density(
              "stationary-ratio-" + one.figure(),
              "Where the ratio settles in the experiment of Fig. " + one.figure(),
              "||X|| / ||Y||",
              one.ratio().predicted(),
              one.values(true),
              "The curve is the normal law of the predicted mean and spread."));
    }
    for (Settling one : all) {
      charts.add(
          density(
              "stationary-loss-" + one.figure(),
              "Where the loss settles in the experiment of Fig. " + one.figure(),
              "1/2 ||X Y^T - M||^2",
              one.loss().predicted(),
              one.values(false),
              "The curve is the Gamma law of the predicted mean and spread; only those two are"
                  + " predicted, the shape is assumed."));
      fields.put(
          one.figure(),
          Json.object().put("ratio", json(one.ratio())).put("loss", json(one.loss())));
    }
    return new PaperSection(
        "stationary",
        "Where the noise settles: the stationary law",
        PaperSection.THEORY,
        report ->
            report.paragraphOnPage(
                "The update is linearised at the smoothed optimum. Its stationary covariance solves a"
                    + " Lyapunov equation, in closed form, and gives mean and spread of the ratio and"
                    + " the loss, to first order in the step size. "
                    + measured(all)
                    + " Allowed is what chance exceeds once in 16,000 times by Student's law (about"
                    + " four standard errors; of the logarithm for a variance) and the second order,"
                    + " which the closed form leaves out: the share eta times the largest eigenvalue,"
                    + " about 2%, of the variance and of the mean's distance from its value at the"
                    + " optimum. By the closed form unequal steps (2c, 3c) settle below 1, by 0.14% and"
                    + " 0.23%; the paper does not say so."),
        charts,
        Map.of("stationary", fields),
        all.stream().flatMap(one -> one.findings().stream()).toList());
  }

  private static String measured(List<Settling> all) {
    RunStatistics one = all.get(0).course();
    return Text.format(
        "Measured: %d repeats of rank 1 and %d of rank 10 from the optimum, looked at every %d updates"
            + " from update %,d on.",
        one.replicates(),
        all.get(all.size() - 1).course().replicates(),
        Settling.LOOK,
        one.step(0));
  }

  private static Json.Fields json(Settling.Comparison of) {
    return Json.object()
        .put("predictedMean", of.predicted().mean())
        .put("mean", of.measured().mean())
        .put("meanStdErr", of.measured().meanError())
        .put("meanAllowed", of.meanAllowed())
        .put("predictedVariance", of.predicted().variance())
        .put("variance", of.measured().variance())
        .put("varianceStdErr", of.measured().varianceError())
        .put("logVarianceAllowed", of.logVarianceAllowed())
        .put("holds", of.holds());
  }

  private static LineChart density(
      String id,
      String title,
      String label,
      Moments<Double> predicted,
      double[] values,
      String description) {
    double mean = predicted.mean();
    double deviation = predicted.standardDeviation();
    boolean ofLoss = id.contains("loss");
    double low = ofLoss ? Math.max(0, mean - REACH * deviation) : mean - REACH * deviation;
    double high = mean + REACH * deviation;
    int cells =
        (int)
            Math.min(
                CELLS,
                Math.ceil((high - low) / deviation * StrictMath.cbrt(values.length) / SCOTT));
    double width = (high - low) / cells;
    int[] counts = new int[cells];
    for (double value : values) {
      double cell = (value - low) / width;
      if (cell >= 0 && cell < cells) {
        counts[(int) cell]++;
      }
    }
    Points histogram = new Points();
    double most = 0;
    for (int k = 0; k < cells; k++) {
      double height = counts[k] / (width * values.length);
      most = Math.max(most, height);
      histogram.add(low + k * width, height).add(low + (k + 1) * width, height);
    }
    DoubleUnaryOperator shape =
        ofLoss
            ? gamma(mean, deviation)
            : x -> StrictMath.exp(-(x - mean) * (x - mean) / (2 * deviation * deviation));
    Series curve = normalised(shape, low, high).series("predicted", Kind.LINE_A);
    for (int k = 0; k < curve.size(); k++) {
      most = Math.max(most, curve.y(k));
    }
    return new LineChart(
        id,
        title,
        description,
        new Axis(label, low, high, false),
        new Axis("density", 0, 1.05 * most, false),
        List.of(histogram.series("measured", Kind.LINE_C), curve));
  }

  /** The gamma law of a mean and a deviation, up to its height. */
  private static DoubleUnaryOperator gamma(double mean, double deviation) {
    double shape = mean * mean / (deviation * deviation);
    return x ->
        x <= 0
            ? 0
            : StrictMath.exp((shape - 1) * StrictMath.log(x / mean) - shape * (x / mean - 1));
  }

  /** Points of a density whose area between the ends is 1. */
  private static Points normalised(DoubleUnaryOperator shape, double low, double high) {
    double step = (high - low) / POINTS;
    double area = 0;
    for (int k = 0; k < POINTS; k++) {
      area += step * shape.applyAsDouble(low + (k + 0.5) * step);
    }
    Points points = new Points();
    for (int k = 0; k <= POINTS; k++) {
      points.add(low + k * step, shape.applyAsDouble(low + k * step) / area);
    }
    return points;
  }

  /** The section of the rates. */
  public static PaperSection balancing(List<Balancing> all) {
    List<Chart> charts = new ArrayList<>();
    Json.Fields fields = Json.object();
    for (Balancing one : all) {
      charts.add(decay(one));
      fields.put(
          one.figure(),
          Json.object()
              .put("predictedRate", one.predicted())
              .put("rate", one.measured())
              .put("rateStdErr", one.error())
              .put("allowed", one.allowed())
              .put("pairs", one.course().replicates() / 2));
    }
    return new PaperSection(
        "balancing",
        "How fast noise balances: the rate of Phase III",
        PaperSection.THEORY,
        report ->
            report.paragraphOnPage(
                "On the singular pair of the smoothed optimum, diag(eta) times the Hessian has two"
                    + " eigenvalues; the smaller is the rate of Phase III, 2 eta sigma^2 for equal"
                    + " steps and gamma = 1. Measured on pairs of runs that start in the valley on both"
                    + " sides of the optimum, as the decay of the mean difference of their imbalance"
                    + " ||X||^2 - gamma^2 ||Y||^2. Allowed is what chance exceeds once in 16,000 times by"
                    + " Student's law (about four standard errors, the jackknife's), and the share eta times"
                    + " the largest eigenvalue, the second order that is left out."),
        charts,
        Map.of("balancing", fields),
        all.stream().map(Balancing::finding).toList());
  }

  private static LineChart decay(Balancing one) {
    Points measured = new Points();
    Points predicted = new Points();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    int last = one.course().size() - 1;
    for (int look = 0; look <= last; look++) {
      double step = one.course().step(look);
      double value = one.difference(look);
      if (value > 0) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        measured.add(step, value);
      }
      if (look > 0) {
        predicted.add(step, one.predictedDifference(one.course().step(look)));
      }
    }
    if (most == 0) {
      least = most = 1;
    }
    return new LineChart(
        "balancing-" + one.figure(),
        "Decay of the imbalance in the experiment of Fig. " + one.figure(),
        "In the first updates the start falls into the valley; the rate is predicted from"
            + " update 300 on.",
        new Axis("update", 0, one.course().step(last), false),
        new Axis("mean difference of imbalance", 0.8 * least, 1.25 * most, true),
        List.of(
            measured.series("measured", Kind.MARKS), predicted.series("predicted", Kind.LINE_A)));
  }
}
