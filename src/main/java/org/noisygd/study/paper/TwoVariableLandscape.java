// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.Objective;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.study.paper.Finding.Agreement;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;

/**
 * Figures 1 and 5: the objective (1 - xy)^2 of two variables, twice F, and its smoothing with
 * sigma1^2 = sigma2^2 = 0.0975, decided in rational arithmetic. The smoothed optima are +-sqrt(1 -
 * 0.0975) (1, 1) = +-(19/20) (1, 1): the paper's noise is chosen so that they are rational.
 *
 * @param points the examined points
 */
public record TwoVariableLandscape(List<StationaryPoint> points) {
  /** sigma1^2 = sigma2^2 of Fig. 1. */
  private static final BigFraction VARIANCE = Rationals.of(new BigDecimal("0.0975"));

  private static final RationalArithmetic EXACT = RationalArithmetic.INSTANCE;

  /** Digits of the enclosures of eigenvalues. */
  private static final int DIGITS = 8;

  /** Keeps its own copy. */
  public TwoVariableLandscape {
    points = List.copyOf(points);
  }

  /**
   * A point with the gradient and the Hessian of the objective there.
   *
   * @param name optimum or saddle
   * @param x its first coordinate
   * @param y its second coordinate
   * @param value the objective there
   * @param stationary true if the gradient is exactly 0
   * @param spectrum the enclosed eigenvalues of the Hessian
   */
  public record StationaryPoint(
      String name,
      BigFraction x,
      BigFraction y,
      BigFraction value,
      boolean stationary,
      CertifiedSpectrum spectrum) {
    /** The eigenvalues, each as often as its multiplicity. */
    List<Double> eigenvalues() {
      return spectrum.enclosures().stream()
          .flatMap(e -> Collections.nCopies(e.count(), e.interval().midpoint()).stream())
          .map(BigFraction::doubleValue)
          .toList();
    }

    /** The eigenvalues in words, to the certain digits. */
    String eigenvaluesInWords() {
      return eigenvalues().stream()
          .map(TwoVariableLandscape::text)
          .collect(Collectors.joining(" and "));
    }
  }

  private static String text(double value) {
    String text = Text.format("%.4f", value).replaceAll("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }

  /** The objective without noise, with the optima (alpha, 1/alpha) for these alpha. */
  static TwoVariableLandscape plain() {
    List<StationaryPoint> points = new ArrayList<>();
    for (int[] alpha : new int[][] {{1, 4}, {1, 2}, {1, 1}, {2, 1}, {4, 1}, {-1, 1}}) {
      BigFraction x = BigFraction.of(alpha[0], alpha[1]);
      points.add(point("optimum", x, x.reciprocal(), objective(false)));
    }
    points.add(point("saddle", BigFraction.ZERO, BigFraction.ZERO, objective(false)));
    return new TwoVariableLandscape(points);
  }

  /** The smoothed objective, with its two optima and its saddle. */
  static TwoVariableLandscape withNoise() {
    BigFraction root = BigFraction.of(19, 20);
    return new TwoVariableLandscape(
        List.of(
            point("optimum", root, root, objective(true)),
            point("optimum", root.negate(), root.negate(), objective(true)),
            point("saddle", BigFraction.ZERO, BigFraction.ZERO, objective(true))));
  }

  private static Objective<BigFraction> objective(boolean smoothed) {
    Matrix<BigFraction> one = scalar(BigFraction.ONE);
    return smoothed
        ? new SmoothedFactorization<>(one, NoiseMoments.scalar(EXACT, 1, VARIANCE, VARIANCE))
        : new MatrixFactorization<>(one);
  }

  private static StationaryPoint point(
      String name, BigFraction x, BigFraction y, Objective<BigFraction> half) {
    Factors<BigFraction> at = new Factors<>(scalar(x), scalar(y));
    Factors<BigFraction> gradient = half.gradient(at);
    BigFraction two = BigFraction.of(2);
    return new StationaryPoint(
        name,
        x,
        y,
        half.loss(at).multiply(two),
        gradient.x().normSquared().signum() == 0 && gradient.y().normSquared().signum() == 0,
        CertifiedSpectrum.of(half.hessian(at).scale(two), DIGITS));
  }

  @SuppressWarnings("shape") // every dimension is 1
  private static Matrix<BigFraction> scalar(BigFraction value) {
    return Matrix.of(EXACT, 1, 1, (i, j) -> value);
  }

  /** Fig. 1: both landscapes with their optima. */
  public static PaperSection figure1() {
    TwoVariableLandscape plain = plain();
    TwoVariableLandscape smoothed = withNoise();
    StationaryPoint optimum = smoothed.points().get(0);
    StationaryPoint saddle = smoothed.points().get(2);
    boolean valley =
        plain.points().stream()
            .filter(p -> p.name().equals("optimum"))
            .allMatch(p -> p.stationary() && p.value().signum() == 0);
    boolean optima =
        smoothed.points().stream().allMatch(StationaryPoint::stationary)
            && optimum.spectrum().inertia().negative() == 0
            && optimum.spectrum().inertia().zero() == 0
            && saddle.spectrum().inertia().negative() == 1;
    return section(
        "1",
        "the landscape under noise",
        "The objective (1 - xy)^2 and its mean under noise of variance 0.0975 in x and in y, (1 -"
            + " xy)^2 + sigma^2 (x^2 + y^2) + sigma^4. Gradients are decided and eigenvalues"
            + " enclosed in rational arithmetic.",
        Json.object().put("plain", plain.json()).put("smoothed", smoothed.json()),
        List.of(
            exact(
                "1",
                "any (x, y) with xy = 1 is a global minimum of (1 - xy)^2",
                "value and gradient are 0 at (1/4, 4), (1/2, 2), (1, 1), (2, 1/2), (4, 1/4), (-1,"
                    + " -1)",
                Agreement.of(valley)),
            exact(
                "1",
                "the smoothed objective has only global minima close to +-(1, 1)",
                "they are +-(0.95, 0.95), since 1 - 0.0975 = 0.95^2, with value 2 sigma^2 = "
                    + text(optimum.value().doubleValue())
                    + " and eigenvalues "
                    + optimum.eigenvaluesInWords()
                    + "; the saddle (0, 0) has "
                    + saddle.eigenvaluesInWords()
                    + "; there are no other stationary points (Theorem 2)",
                Agreement.of(optima))));
  }

  /** Fig. 5: the valley. */
  public static PaperSection figure5() {
    TwoVariableLandscape plain = plain();
    StationaryPoint balanced = plain.points().get(2);
    BigFraction most = balanced.spectrum().greatest().upper();
    boolean least =
        plain.points().stream()
            .filter(p -> p.name().equals("optimum") && !p.x().equals(p.y()))
            .allMatch(p -> Rationals.compare(most, p.spectrum().greatest().lower()) < 0);
    return section(
        "5",
        "the valley",
        "Along the valley xy = 1 the curvature across it is 2 (alpha^2 + alpha^-2) at the optimum"
            + " (alpha, 1/alpha): least where x = y, so there the valley is widest.",
        Json.object().put("plain", plain.json()),
        List.of(
            exact(
                "5",
                "around unbalanced optima the landscape is sharp in some directions and flat in"
                    + " others",
                "at (1/4, 4) the eigenvalues are "
                    + plain.points().get(0).eigenvaluesInWords()
                    + ": 2 (alpha^2 + alpha^-2) across the valley, 0 along it",
                Agreement.of(plain.points().get(0).spectrum().inertia().zero() == 1)),
            exact(
                "5",
                "around balanced optima the landscape only contains flat directions",
                "at (1, 1) the eigenvalues are "
                    + balanced.eigenvaluesInWords()
                    + ": not flat, but the least sharp of all optima, as 2 (alpha^2 + alpha^-2) is"
                    + " least at alpha = 1",
                Agreement.corrected(least)),
            exact(
                "5",
                "all the global optima are connected and form a path",
                "each branch of xy = 1 is, but between the two lie the axes, on which (1 - xy)^2 is"
                    + " 1 throughout",
                Agreement.AGREES_CORRECTED)));
  }

  private static Finding exact(String figure, String says, String finds, Agreement agreement) {
    return new Finding(figure, says, finds, Evidence.EXACT, agreement);
  }

  private static PaperSection section(
      String figure, String title, String text, Json.Fields json, List<Finding> findings) {
    return new PaperSection(
        "fig" + figure,
        "Figure " + figure + ": " + title,
        PaperSection.PAPER,
        report -> report.paragraphOnPage(text),
        List.of(),
        Map.of(figure, json),
        findings);
  }

  private List<Json.Fields> json() {
    return points.stream()
        .map(
            point ->
                Json.object()
                    .put("name", point.name())
                    .put("x", point.x().doubleValue())
                    .put("y", point.y().doubleValue())
                    .put("value", point.value().doubleValue())
                    .put("stationary", point.stationary())
                    .put("eigenvalues", point.eigenvalues()))
        .toList();
  }
}
