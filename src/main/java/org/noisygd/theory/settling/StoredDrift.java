// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import org.noisygd.theory.landscape.Scalar;

/**
 * How far a random store may take the mean of the imbalance D = x^2 - y^2 from its drift to
 * balance, for d1 = d2 = r = 1, M = 1, one step size and noise with the moments of Gaussians to the
 * fourth order. While |xy - 1| &lt;= rho, |x| &lt;= x', |y| &lt;= y', x' &lt;= y',
 *
 * <pre>
 *   |E D_n - (1 - a)^n D_0| &lt;= (K/a) (1 - (1 - a)^n),
 *   a = 2 eta v + eta^2 h,   2h = rho^2 + v (x'^2 + y'^2) + 3 v^2,
 *   K = eta^2 h y'^2 + S(x', y') + S(y', x').
 * </pre>
 *
 * <p>A run that has left the region is carried on at the rate a itself. S is the cost of the store
 * of one factor, which the theorem has for any rank and any M. If the entries of the noise are
 * independent, with moments of at most Gaussians to the eighth order, then of one run
 *
 * <pre>
 *   P(|D_n - (1 - a)^n D_0| &gt; (K/a) (1 - (1 - a)^n) + level, never out of the region)
 *     &lt;= 2 s (1 - (1 - a)^(2n))/(1 - (1 - a)^2) / level^2
 * </pre>
 *
 * <p>with the scatter s of one update. Proved (claim NP.drift).
 *
 * @param eta the step size of both factors
 * @param variance v, of each entry of the noise
 * @param region where the run is
 * @param store how it is stored
 * @param <T> the type of the numbers
 */
public record StoredDrift<T>(Scalar<T> eta, Scalar<T> variance, Region<T> region, Store<T> store) {
  /**
   * Bounds on |xy - 1|, |x| and |y|.
   *
   * @param residual rho
   * @param x the least of the two bounds on the factors
   * @param y the other
   * @param <T> the type of the numbers
   */
  public record Region<T>(Scalar<T> residual, Scalar<T> x, Scalar<T> y) {}

  /**
   * A store by random rounding: its place at x is at most omega + eps |x|, and its mean is off by
   * at most beta places.
   *
   * @param least omega, the least place
   * @param relative eps, 2^(1 - p) for p bits
   * @param bias beta, 2^-B for B random bits
   * @param <T> the type of the numbers
   */
  public record Store<T>(Scalar<T> least, Scalar<T> relative, Scalar<T> bias) {}

  /** a. */
  public Scalar<T> rate() {
    return eta.times(variance).times(2).plus(eta.squared().times(half()));
  }

  private Scalar<T> half() {
    Scalar<T> sizes = region.x().squared().plus(region.y().squared());
    Scalar<T> noise = variance.times(sizes).plus(variance.squared().times(3));
    return region.residual().squared().plus(noise).over(2);
  }

  /**
   * K/a, for any positive t: the bound on what D is off in the end.
   *
   * @param x t of the first factor
   * @param y t of the second one
   */
  public Scalar<T> error(Scalar<T> x, Scalar<T> y) {
    Scalar<T> exact = eta.squared().times(half()).times(region.y().squared());
    Scalar<T> stored = cost(x, region.x(), region.y()).plus(cost(y, region.y(), region.x()));
    return exact.plus(stored).over(rate());
  }

  /** K/a for the best t, in an arithmetic that has roots. */
  public Scalar<T> error() {
    return error(best(region.x(), region.y()), best(region.y(), region.x()));
  }

  /** The bound on what the mean of D is off after n updates, K/a given. */
  public Scalar<T> after(long n, Scalar<T> error) {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    return error.times(one.minus(one.minus(rate()).power(n)));
  }

  /**
   * s, for any positive t: the mean square of what one stored update is off the drift.
   *
   * @param x t of the first factor
   * @param y t of the second one
   * @param error K/a
   */
  public Scalar<T> scatter(Scalar<T> x, Scalar<T> y, Scalar<T> error) {
    Scalar<T> exact = eta.squared().times(half()).times(region.y().squared());
    Scalar<T> fourth =
        fourth(x, region.x(), region.y())
            .plus(fourth(y, region.y(), region.x()))
            .plus(exact.squared());
    return eta.squared()
        .times(pull())
        .plus(fourth)
        .plus(error.times(rate()).squared())
        .times(8)
        .plus(spread(x, region.x(), region.y()))
        .plus(spread(y, region.y(), region.x()));
  }

  /** s for the best t, K/a given, in an arithmetic that has roots. */
  public Scalar<T> scatter(Scalar<T> error) {
    return scatter(best(region.x(), region.y()), best(region.y(), region.x()), error);
  }

  /** The level that one run is beyond after n updates with a probability of at most this share. */
  public Scalar<T> level(long n, Scalar<T> scatter, Scalar<T> share) {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Scalar<T> kept = one.minus(rate()).squared();
    Scalar<T> gathered = one.minus(kept.power(n)).over(one.minus(kept));
    return scatter.times(2).times(gathered).over(share).sqrt();
  }

  private Scalar<T> places(Scalar<T> own) {
    return store.least().plus(store.relative().times(own));
  }

  private Scalar<T> best(Scalar<T> own, Scalar<T> other) {
    return eta.times(gradient(own, other).sqrt()).over(places(own));
  }

  /** S, at most: what the store of one factor adds to the mean of its square. */
  private Scalar<T> cost(Scalar<T> t, Scalar<T> own, Scalar<T> other) {
    return costOf(t, own, eta.squared().times(gradient(own, other)));
  }

  private Scalar<T> costOf(Scalar<T> t, Scalar<T> own, Scalar<T> way) {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Scalar<T> eps = store.relative();
    Scalar<T> omega = store.least();
    Scalar<T> random =
        t.over(2).times(places(own).squared()).plus(one.over(t.times(2)).plus(eps).times(way));
    Scalar<T> small = omega.times(one.over(2).plus(eps));
    Scalar<T> share = eps.times(one.plus(eps)).plus(small);
    Scalar<T> size = own.squared().plus(way).times(2);
    Scalar<T> biased = omega.squared().plus(small).plus(share.times(size));
    return random.plus(store.bias().times(2).times(biased));
  }

  /** A bound on the mean square of X'GX - Y'GY. */
  private Scalar<T> pull() {
    Scalar<T> x = region.x().squared();
    Scalar<T> y = region.y().squared();
    Scalar<T> rho = region.residual();
    Scalar<T> second = x.squared().plus(y.squared()).times(3).plus(rho.times(4));
    return variance
        .times(rho.squared().plus(variance.squared().times(3)).times(x.plus(y)))
        .plus(variance.squared().times(second));
  }

  /** A bound on the mean fourth power of a factor's noisy gradient. */
  private Scalar<T> gradientFourth(Scalar<T> own, Scalar<T> other) {
    Scalar<T> wide = other.squared().times(17).over(16).plus(variance.times(68));
    Scalar<T> off =
        region.residual().squared().times(3).over(2).plus(own.squared().times(variance).times(12));
    return off.squared()
        .times(3)
        .plus(off.times(wide).times(variance).times(10))
        .plus(wide.times(variance).squared().times(9))
        .times(wide.squared());
  }

  /** What is of the fourth order in one factor's update and in its store's mean. */
  private Scalar<T> fourth(Scalar<T> t, Scalar<T> own, Scalar<T> other) {
    Scalar<T> still = costOf(t, own, Scalar.of(eta.arithmetic(), 0));
    Scalar<T> slope = costOf(t, own, Scalar.of(eta.arithmetic(), 1)).minus(still);
    Scalar<T> way = eta.power(4).times(gradientFourth(own, other));
    return way.plus(still.squared().plus(slope.squared().times(way)).times(4));
  }

  /** What the store of one factor scatters. */
  private Scalar<T> spread(Scalar<T> t, Scalar<T> own, Scalar<T> other) {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Scalar<T> eps = store.relative();
    Scalar<T> beta = store.bias();
    Scalar<T> two = one.times(2).plus(eps).squared();
    Scalar<T> wide = store.least().plus(one.times(2).plus(eps).times(own)).squared();
    Scalar<T> place = places(own);
    Scalar<T> first = t.times(9).over(16).plus(beta.times(81).over(32)).times(place.squared());
    Scalar<T> biased = wide.times(eps.squared()).plus(two.times(place.squared()));
    Scalar<T> second =
        wide.times(9)
            .over(8)
            .times(one.over(t.times(2)).plus(eps))
            .plus(two.times(place).times(9).over(2))
            .plus(beta.times(81).over(4).times(biased));
    Scalar<T> last =
        place.over(2).plus(eps).times(9).plus(beta.times(162).times(eps.squared())).times(two);
    Scalar<T> way = eta.squared().times(gradient(own, other));
    return wide.times(first)
        .plus(second.times(way))
        .plus(last.times(eta.power(4)).times(gradientFourth(own, other)));
  }

  /** A bound on the mean square of a factor's noisy gradient. */
  private Scalar<T> gradient(Scalar<T> own, Scalar<T> other) {
    Scalar<T> rho = region.residual();
    Scalar<T> square = other.squared();
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Scalar<T> first = square.squared().plus(rho.squared().times(6)).plus(rho.times(6)).plus(one);
    Scalar<T> second = own.squared().times(3).plus(square.times(6));
    return square
        .times(rho.squared())
        .plus(variance.times(first))
        .plus(variance.squared().times(second))
        .plus(variance.power(3).times(3));
  }
}
