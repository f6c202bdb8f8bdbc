// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.Objective;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.update.Noise;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Contours;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.verify.claims.LandscapeCurves;
import org.noisygd.verify.claims.LandscapeCurves.Valley;

/** The figures of the HTML report, each computed anew from the library when it is drawn. */
final class VerificationFigures {
  /** The variance of the noise in Fig. 1c. */
  private static final double FIG1_VARIANCE = 0.0975;

  /** Grid cells along a side of a contour picture. */
  private static final int CELLS = 120;

  /** Fig. 4: standard deviation, step size, start; the seed is our own. */
  private static final double FIG4_SIGMA = 0.05;

  private static final double FIG4_ETA = 0.01;
  private static final Factors<Double> FIG4_START = new Factors<>(scalar(3), scalar(5));
  private static final int FIG4_STEPS = 100_000;
  private static final long FIG4_SEED = 4;

  private VerificationFigures() {}

  /** All figures, in the order of the groups. */
  static List<LineChart> all() {
    List<LineChart> figures = new ArrayList<>();
    figures.add(kappa());
    figures.add(valleySpectrum());
    figures.add(
        valley(
            "f",
            "The valley of F for M = 1 (as Fig. 1a)",
            "Level lines of F = (xy - 1)^2 / 2. Along the hyperbola xy = 1 the loss is 0 everywhere:"
                + " no optimum is preferred.",
            new MatrixFactorization<>(scalar(1))));
    figures.add(
        valley(
            "fs",
            "The same under noise: the smoothed objective Fs (as Fig. 1c)",
            "Level lines of Fs for sigma1^2 = sigma2^2 = 0.0975. Two optima are left, near (1, 1)"
                + " and (-1, -1): the balanced ones.",
            new SmoothedFactorization<>(
                scalar(1),
                NoiseMoments.scalar(Binary64.INSTANCE, 1, FIG1_VARIANCE, FIG1_VARIANCE))));
    figures.addAll(phaseTransition());
    return figures;
  }

  private static LineChart kappa() {
    return new LineChart(
        "kappa",
        "Condition number of the Hessian at the optimum (alpha u, v/alpha)",
        "Both curves grow like the fourth power of the imbalance. With d1, d2 >= 2 the least value,"
            + " 2, is at alpha = 1; with d2 = 1 the curve keeps falling as alpha does, which the"
            + " printed Lemma 2 leaves out. The circles are enclosures by exact eigen-analysis.",
        new Axis("alpha", 1.0 / 16, 16, true),
        new Axis("kappa", 1, 1e7, true),
        List.of(
            LandscapeCurves.kappa(2, 2).series("d1, d2 >= 2: closed form", Kind.LINE_A),
            LandscapeCurves.kappa(2, 1).series("d1 >= 2, d2 = 1", Kind.LINE_B),
            LandscapeCurves.enclosedKappa(2, 2).series("enclosed", Kind.MARKS),
            LandscapeCurves.enclosedKappa(2, 1).series("", Kind.MARKS)));
  }

  private static LineChart valleySpectrum() {
    return new LineChart(
        "valley-spectrum",
        "Eigenvalues at the smoothed optimum of rank one, gamma = 1 (Lemma 3)",
        "The curvature along the valley is 0 without noise, rises with it, is largest at sigma^2 ="
            + " gamma / 2 and is lost again at sigma^2 = gamma, where the optima collapse into 0. All"
            + " other directions have curvature 1. The circles are enclosures by exact"
            + " eigen-analysis of the full Hessian.",
        new Axis("sigma^2", 0, 1, false),
        new Axis("eigenvalue", 0, 3, false),
        List.of(
            LandscapeCurves.valley(Valley.ACROSS).series("across the valley", Kind.LINE_A),
            LandscapeCurves.valley(Valley.ALONG).series("along the valley", Kind.LINE_B),
            Points.across(0, 1, 1).series("all others", Kind.LINE_C),
            LandscapeCurves.enclosedValley().series("enclosed", Kind.MARKS)));
  }

  private static LineChart valley(
      String id, String title, String description, Objective<Double> objective) {
    DoubleBinaryOperator loss = (x, y) -> objective.loss(new Factors<>(scalar(x), scalar(y)));
    Contours contours = Contours.of(-3, 3, CELLS, loss);
    // By symmetry in x and y the least value is on the diagonal: at x^2 = 1 for F, nearby for Fs.
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= CELLS; i++) {
      double x = 2.0 * i / CELLS;
      least = Math.min(least, loss.applyAsDouble(x, x));
    }
    List<Series> series = new ArrayList<>();
    for (String above : List.of("0.01", "0.05", "0.2", "0.5", "1", "2", "4")) {
      series.add(contours.at(above, least + Double.parseDouble(above)));
    }
    return new LineChart(
        id, title, description, new Axis("x", -3, 3, false), new Axis("y", -3, 3, false), series);
  }

  private static List<LineChart> phaseTransition() {
    Points ratio = new Points();
    Points loss = new Points();
    Points noiseFreeRatio = new Points();
    Points noiseFreeLoss = new Points();
    GaussianStream stream = new GaussianStream(FIG4_SEED);
    run(Noise.gaussian(stream, 0, FIG4_SIGMA, FIG4_SIGMA, FIG4_START), ratio, loss);
    run(Noise.none(), noiseFreeRatio, noiseFreeLoss);
    Axis steps = new Axis("update", 1, FIG4_STEPS, true);
    return List.of(
        new LineChart(
            "ratio",
            "Phase transition of the two-dimensional run (as Fig. 4): balance",
            "In the first 30 to 40 updates both methods fall to the hyperbola at x^2/y^2 near"
                + " 0.004. Gradient descent stays there; under noise the ratio then drifts to 1.",
            steps,
            new Axis("x^2 / y^2", 1e-3, 10, true),
            List.of(
                ratio.series("perturbed gradient descent", Kind.LINE_A),
                noiseFreeRatio.series("gradient descent", Kind.LINE_B))),
        new LineChart(
            "loss",
            "The same run: loss",
            "Gradient descent drives the loss to 0. Under noise it stays at the level that the"
                + " noise keeps up, which falls as the iterate becomes balanced.",
            steps,
            new Axis("F(x, y)", 1e-8, 1e3, true),
            List.of(
                loss.series("perturbed gradient descent", Kind.LINE_A),
                noiseFreeLoss.series("gradient descent", Kind.LINE_B))));
  }

  /** Runs the setting of Fig. 4 and records steps in geometric progression. */
  private static void run(Noise<Double> noise, Points ratio, Points loss) {
    MatrixFactorization<Double> problem = new MatrixFactorization<>(scalar(1));
    PerturbedUpdate<Double> update =
        new PerturbedUpdate<>(
            scalar(1), StepSizes.of(Binary64.INSTANCE, FIG4_ETA, FIG4_ETA), UpdateForm.RESIDUAL);
    long[] next = {1};
    new PerturbedRun<>(update, noise)
        .run(
            FIG4_START,
            0,
            FIG4_STEPS,
            (t, state) -> {
              if (t >= next[0]) {
                double a = state.x().get(0, 0);
                double b = state.y().get(0, 0);
                ratio.add((double) t, a * a / (b * b));
                loss.add((double) t, problem.loss(state));
                next[0] = Math.max(t + 1, (long) (t * 1.03));
              }
            });
  }

  @SuppressWarnings("shape") // every dimension is 1
  private static Matrix<Double> scalar(double value) {
    return Matrix.of(Binary64.INSTANCE, 1, 1, (i, j) -> value);
  }
}
