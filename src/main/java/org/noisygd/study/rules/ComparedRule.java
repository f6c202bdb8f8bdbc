// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.rule.CellDraws;
import org.noisygd.descent.rule.DrawSource;
import org.noisygd.descent.rule.FactorDraws;
import org.noisygd.descent.rule.UpdateRule;
import org.noisygd.number.Binary64;

/** The rules with their parameters, in the order in which they are shown. */
public enum ComparedRule {
  /** Perturbed GD. */
  PERTURBED("perturbed GD", "PGD"),
  /** Descent on the smoothed objective. */
  SMOOTHED("GD on the smoothed objective", "smooth"),
  /** Plain descent. */
  PLAIN("GD", "GD"),
  /** mu = 1. */
  REGULARISED("GD with the balancing regulariser", "regul."),
  /**
   * tau = sigma2 sqrt(2/etaY): with equal steps its regulariser (eta tau^2/4) tr H is as strong.
   */
  LABEL_NOISE("label noise", "labels"),
  /** Variances etaX sigma1^2 and etaY sigma2^2: Langevin at the temperatures sigma^2/2. */
  KEPT_NOISE("noise kept (Langevin)", "kept"),
  /** B of the problem. */
  ENTRY_SAMPLED("SGD on entries", "SGD");

  private final String label;
  private final String mark;

  ComparedRule(String label, String mark) {
    this.label = label;
    this.mark = mark;
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** Its name below a box. */
  public String mark() {
    return mark;
  }

  /** tau. */
  static double labelDeviation(Experiment e) {
    return e.sigmaY() * Math.sqrt(2 / e.etaY());
  }

  /** The experiment with the noise that is kept. */
  static Experiment keptNoise(Experiment e) {
    return e.withNoise(e.sigmaX() * Math.sqrt(e.etaX()), e.sigmaY() * Math.sqrt(e.etaY()));
  }

  /** The rule on a problem. */
  @SuppressWarnings("shape") // of the problem's shapes
  public UpdateRule<Double> on(BiasProblem problem) {
    Experiment e = problem.experiment();
    var m = e.target();
    var steps = e.stepSizes();
    return switch (this) {
      case PERTURBED -> UpdateRule.perturbed(m, steps);
      case SMOOTHED ->
          UpdateRule.smoothed(
              m,
              steps,
              NoiseMoments.isotropic(
                  Binary64.INSTANCE,
                  e.d1(),
                  e.d2(),
                  e.r(),
                  e.sigmaX() * e.sigmaX(),
                  e.sigmaY() * e.sigmaY()));
      case PLAIN -> UpdateRule.plain(m, steps);
      case REGULARISED -> UpdateRule.regularised(m, steps, 0.5);
      case LABEL_NOISE -> UpdateRule.labelNoise(m, steps);
      case KEPT_NOISE -> UpdateRule.keptNoise(m, steps);
      case ENTRY_SAMPLED -> UpdateRule.entrySampled(m, steps, problem.batch());
    };
  }

  /** Its random numbers on a problem. */
  public DrawSource draws(BiasProblem problem, long seed) {
    Experiment e = problem.experiment();
    return switch (this) {
      case PERTURBED -> FactorDraws.normal(seed, e);
      case KEPT_NOISE -> FactorDraws.normal(seed, keptNoise(e));
      case LABEL_NOISE -> CellDraws.signs(seed, labelDeviation(e));
      case ENTRY_SAMPLED -> CellDraws.samples(seed, problem.batch());
      case SMOOTHED, PLAIN, REGULARISED -> DrawSource.NONE;
    };
  }
}
