// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * The law of one update of the large entry a of one factor in rank one, M = m u v^T with u and v
 * unit vectors of the coordinates: with b the large entry of the other factor, whose other d - 1
 * entries are modelled as centred normal numbers of variance w, plus noise,
 *
 * <pre>
 *   Delta = eta (m B - (a + zeta) (B^2 + S)),   B = b + beta,   S = (tau^2 + w) chi^2_{d - 1},
 * </pre>
 *
 * <p>zeta ~ N(0, sigma^2) the noise of a and beta ~ N(0, tau^2) that of b. Given B and S, Delta is
 * normal. Its law is skewed: if |B| is large by chance, Delta is both wide and inward. B is
 * integrated over by the Gauss-Hermite rule of {@value #NODES} nodes, S by the midpoints of {@value
 * #SLICES} slices of equal probability, which is 1e-4 off in the ratio at which bfloat16 settles
 * (measured, against 60 and 400).
 */
final class RoundedJump {
  private static final int NODES = 20;
  private static final int SLICES = 48;

  private final double m;
  private final double eta;
  private final double sigma;
  private final double tau;
  private final double[] normal = new double[NODES];
  private final double[] weight = new double[NODES];
  private final double[] rest;

  RoundedJump(double m, double eta, double sigma, double tau, double w, int d) {
    this.m = m;
    this.eta = eta;
    this.sigma = sigma;
    this.tau = tau;
    GaussIntegrator rule = new GaussIntegratorFactory().hermite(NODES);
    for (int k = 0; k < NODES; k++) {
      normal[k] = Math.sqrt(2) * rule.getPoint(k);
      weight[k] = rule.getWeight(k) / Math.sqrt(Math.PI);
    }
    this.rest = new double[d == 1 ? 1 : SLICES];
    if (d > 1) {
      ChiSquaredDistribution law = new ChiSquaredDistribution(d - 1);
      for (int k = 0; k < SLICES; k++) {
        rest[k] = (tau * tau + w) * law.inverseCumulativeProbability((k + 0.5) / SLICES);
      }
    }
  }

  /** P(a + Delta &lt; threshold). */
  double below(double threshold, double a, double b) {
    double sum = 0;
    for (int k = 0; k < NODES; k++) {
      double other = b + tau * normal[k];
      for (double s : rest) {
        double scale = eta * (other * other + s);
        double mean = a + eta * m * other - a * scale;
        sum +=
            weight[k] * Erf.erfc((mean - threshold) / (Math.sqrt(2) * sigma * scale)) / rest.length;
      }
    }
    return sum / 2;
  }
}
