// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * Theorem 1 from every start: rank one, balanced noise, s = sigma^2 &lt;= 1/16, the root of the
 * excess E = 2 (Fs - min Fs) at most h - 1 at the start. With w1 = s/d1, w2 = s/d2, off = ||p||^2 +
 * ||q||^2 for the parts of x and y perpendicular to u* and v*, and
 *
 * <pre>
 *   rho = (w1 + w2) s/(100 h^4),  70 eta &lt;= rho^2,  nu &lt;= 1/16,  3 nu^2 &lt;= rho^2 eta h^2:
 *
 *   P(E_t > level for some t in [from, to]) &lt;=
 *     1190 to h^6 eta^2/s^2                                                    (stays in its region)
 *     + ((1 - 2 eta s)^ta off_0 + 25/2 h^4 eta/s^2 + 25 h^4 eta^2 m/s) / nu    (Lemma 4, by ta)
 *     + (1 - 3/64 rho eta)^m (1 + 1/(80 eta h^2))                              (Lemma 5, in m steps)
 *     + ((1 - eta s/5)^(from - ta - m) h^2 + 325 h^6 eta/s^3 + 65 h^6 eta^2 to/s^2) / level
 * </pre>
 *
 * <p>for ta + m &lt;= from, to. For d1 = d2 = 1 nothing is perpendicular: without the term of Lemma
 * 4, and with ta = 0, it holds too ({@code theorem_line}). Claims L5.escape, L6.barrier,
 * T1.convergence, all proved.
 *
 * @param local the theorem for starts with an excess of at most 1/4, which has the problem and eta
 * @param h at least 1, with 50 eta h at most 1
 * @param nu the level that off must fall to, positive
 * @param <T> the type of the numbers
 */
public record AnyStart<T>(Theorem1<T> local, Scalar<T> h, Scalar<T> nu) {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if one of them fails
   */
  public AnyStart {
    Scalar<T> one = Scalar.of(h.arithmetic(), 1);
    Scalar<T> eta = local.eta();
    Require.that(!h.isLessThan(one), "h", "be at least 1", h);
    Require.that(!one.isLessThan(eta.times(h).times(50)), "h", "be at most 1/(50 eta)", h);
    nu.requirePositive("nu");
    Require.that(!one.isLessThan(nu.times(16)), "nu", "be at most 1/16", nu);
    Scalar<T> rho = rho(local, h);
    Require.that(!rho.squared().isLessThan(eta.times(70)), "eta", "be at most rho^2/70", eta);
    Scalar<T> most = rho.squared().times(eta).times(h.squared());
    Require.that(!most.isLessThan(nu.squared().times(3)), "nu", "be at most rho h sqrt(eta/3)", nu);
  }

  /** (w1 + w2) s/(100 h^4): how fast the noise leaves the saddle. */
  public Scalar<T> rho() {
    return rho(local, h);
  }

  private static <T> Scalar<T> rho(Theorem1<T> local, Scalar<T> h) {
    Scalar<T> s = local.s();
    Scalar<T> variances =
        s.over(local.problem().u().rows()).plus(s.over(local.problem().v().rows()));
    return variances.times(s).over(h.power(4).times(100));
  }

  /** Lemma 6: the bound on the probability of leaving root &lt;= h, or x^T M y >= 1/4, by to. */
  public Scalar<T> leaves(BigInteger to) {
    return step().times(h.power(6)).times(1190).times(of(to));
  }

  /** Lemma 4: that off is above nu at one of the m times from ta on; 0 where d1 = d2 = 1. */
  public Scalar<T> perpendicular(BigInteger ta, BigInteger m, Scalar<T> off) {
    if (local.problem().u().rows() == 1 && local.problem().v().rows() == 1) {
      return local.of(0);
    }
    Scalar<T> eta = local.eta();
    Scalar<T> s = local.s();
    Scalar<T> noise = h.power(4).times(25).times(eta).over(s);
    Scalar<T> first = local.of(1).minus(eta.times(s).times(2)).power(ta).times(off);
    return first.plus(noise.over(s).over(2)).plus(noise.times(eta).times(of(m))).over(nu);
  }

  /** Lemma 5: that x^T M y has not reached 1/2 within m steps. */
  public Scalar<T> escape(BigInteger m) {
    Scalar<T> eta = local.eta();
    Scalar<T> one = local.of(1);
    Scalar<T> contraction = one.minus(rho().times(eta).times(3).over(64));
    return contraction.power(m).times(one.plus(eta.times(h.squared()).times(80).inverse()));
  }

  /**
   * The bound on the probability of an excess above the level at one of the times from...to.
   *
   * @param off ||p||^2 + ||q||^2 at the start
   * @throws IllegalArgumentException unless ta + m is at most from and to
   */
  public Scalar<T> probability(
      BigInteger ta, BigInteger m, BigInteger from, BigInteger to, Scalar<T> off, Scalar<T> level) {
    BigInteger entered = ta.add(m);
    Require.that(entered.compareTo(from.min(to)) <= 0, "ta + m", "be at most from and to", entered);
    Scalar<T> late =
        local
            .contraction()
            .power(from.subtract(entered))
            .times(h.squared())
            .plus(h.power(6).times(325).times(local.eta()).over(local.s().power(3)))
            .plus(step().times(h.power(6)).times(65).times(of(to)));
    return leaves(to).plus(perpendicular(ta, m, off)).plus(escape(m)).plus(late.over(level));
  }

  /** eta^2/s^2. */
  private Scalar<T> step() {
    return local.eta().over(local.s()).squared();
  }

  /** A time, which may be far beyond 64 bits. */
  private Scalar<T> of(BigInteger time) {
    Arithmetic<T> arithmetic = h.arithmetic();
    return Scalar.of(arithmetic, arithmetic.fromRational(BigFraction.of(time)));
  }
}
