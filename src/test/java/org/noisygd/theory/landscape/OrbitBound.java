// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

/**
 * How the excess W = 2 (Fs - min Fs) of a run shrinks near the orbit of balanced optima, at any
 * rank: M = A diag(s) B^T, s_k >= c + delta for every k, and the noise of {@link ObjectiveBound},
 * whose N, K and m are meant here. While W &lt;= top, where top is at most c^2, delta^2/4 and h^2 -
 * 2 min Fs, and 2 mu &lt;= c, 8 mu &lt;= delta,
 *
 * <pre>
 *   |grad Fs|^2 >= mu W,     E W' &lt;= (1 - 2 eta mu) W + 2 m,
 * </pre>
 *
 * and from W_0 &lt;= l &lt; top a run of n steps leaves that region with a probability of at most n
 * {@link #leaves}(l).
 *
 * <p>Claim T2.convergence, proved.
 *
 * @param objective the noise, the step size and h
 * @param mu the constant of gradient domination
 * @param top the radius of the region
 * @param <T> the type of the numbers
 */
public record OrbitBound<T>(ObjectiveBound<T> objective, Scalar<T> mu, Scalar<T> top)
    implements MeanContraction<T> {
  /** 2 eta mu. */
  @Override
  public Scalar<T> rate() {
    return objective.eta().times(mu).times(2);
  }

  /** 2 m. */
  @Override
  public Scalar<T> stepNoise() {
    return objective.overshoot().times(2);
  }

  /** The chance of one step to take the run out of the region, from a W of at most l. */
  public Scalar<T> leaves(Scalar<T> l) {
    Scalar<T> gap = top.minus(l).requirePositive("top - l");
    Scalar<T> size = objective.size().times(2).plus(objective.c().times(4));
    Scalar<T> gradient = size.times(top).times(objective.noisyGradient());
    Scalar<T> first = objective.eta().squared().times(gradient).times(8);
    Scalar<T> spread = first.plus(objective.overshoot().squared().times(8));
    return gap.times(stepNoise()).times(2).plus(spread).over(gap.squared());
  }
}
