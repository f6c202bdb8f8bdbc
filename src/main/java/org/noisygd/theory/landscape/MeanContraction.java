// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Arithmetic;

/**
 * A quantity a, not negative, that each step contracts in the mean up to some noise, E a' &lt;= (1
 * - rate) a + noise, as long as a run stays in some region. So for runs that have stayed there
 *
 * <pre>
 *   E a_n &lt;= (1 - rate)^n a_0 + noise/rate
 *   P(a_t > level for some t in [from, to])
 *     &lt;= ((1 - rate)^from a_0 + noise/rate + noise (to - from)) / level.
 * </pre>
 *
 * @param <T> the type of the numbers
 */
interface MeanContraction<T> {
  /** The share that a step takes away in the mean, in (0, 1]. */
  Scalar<T> rate();

  /** What one step adds at most in the mean. */
  Scalar<T> stepNoise();

  /** 1 - rate, the factor of one step. */
  default Scalar<T> contraction() {
    return Scalar.of(rate().arithmetic(), 1).minus(rate());
  }

  /** The bound on the mean after n steps. */
  default Scalar<T> mean(long n, Scalar<T> start) {
    return contraction().power(n).times(start).plus(stepNoise().over(rate()));
  }

  /** The bound on the probability that a is above the level at one of the times from...to. */
  default Scalar<T> probability(long from, long to, Scalar<T> start, Scalar<T> level) {
    Arithmetic<T> arithmetic = level.arithmetic();
    Scalar<T> time = Scalar.of(arithmetic, arithmetic.of((double) (to - from)));
    return mean(from, start).plus(stepNoise().times(time)).over(level);
  }
}
