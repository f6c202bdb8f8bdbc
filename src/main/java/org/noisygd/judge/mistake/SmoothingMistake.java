// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.Consumer;
import org.noisygd.judge.exact.SmoothingTerms;

/** Mistakes in the noise terms of the smoothed objective. */
public enum SmoothingMistake implements Mistake {
  VARIANCE_AS_DEVIATION(
      "variance-as-deviation", "sigma stands where sigma^2 belongs", s -> s.powers(1)),
  DEVIATION_AS_VARIANCE(
      "variance-as-deviation",
      "sigma^4 stands where sigma^2 belongs: the variance was squared again",
      s -> s.powers(4)),
  DIMENSIONS_SWAPPED(
      "dimension-factor",
      "d1 and d2 are exchanged: X's term has d2 sigma2^2, Y's has d1 sigma1^2",
      s -> s.rows(s.rows2, s.rows1)),
  DIMENSIONS_MISSING(
      "dimension-factor",
      "d1 and d2 are missing: X's term has d2 sigma2^2, Y's has d1 sigma1^2",
      s -> s.rows(1, 1)),
  DIMENSIONS_TIMES_RANK(
      "dimension-factor",
      "r d1 and r d2 stand where d1 and d2 belong",
      s -> s.rows(s.r * s.rows1, s.r * s.rows2)),
  DIMENSIONS_ARE_RANK("dimension-factor", "r stands where d1 and d2 belong", s -> s.rows(s.r, s.r)),
  DIMENSIONS_SQUARED(
      "dimension-factor",
      "d1 and d2 are squared; only the sigmas are",
      s -> s.rows(s.rows1 * s.rows1, s.rows2 * s.rows2)),
  DIMENSIONS_SUMMED(
      "dimension-factor",
      "d1 + d2 stands where d1 and d2 belong",
      s -> s.rows(s.rows1 + s.rows2, s.rows1 + s.rows2)),
  DIMENSION_OF_X_WRONG(
      "dimension-factor", "X's term has d1 sigma2^2; it is d2 sigma2^2", s -> s.rows2 = s.rows1),
  DIMENSION_OF_Y_WRONG(
      "dimension-factor", "Y's term has d2 sigma1^2; it is d1 sigma1^2", s -> s.rows1 = s.rows2),
  DIMENSION_OF_X_MISSING(
      "dimension-factor", "X's term lacks the factor d2: it is d2 sigma2^2", s -> s.rows2 = 1),
  DIMENSION_OF_Y_MISSING(
      "dimension-factor", "Y's term lacks the factor d1: it is d1 sigma1^2", s -> s.rows1 = 1),
  NOISE_TERM_OF_X_MISSING(
      "noise-one-side", "X's noise term is missing: it is d2 sigma2^2", s -> s.size2 = 0),
  NOISE_TERM_OF_Y_MISSING(
      "noise-one-side", "Y's noise term is missing: it is d1 sigma1^2", s -> s.size1 = 0),
  SIGMAS_SWAPPED(
      "noise-swapped",
      "sigma1 and sigma2 are exchanged",
      s -> s.variances(s.variance2, s.variance1)),
  SIGMAS_MULTIPLIED(
      "sigma-shared",
      "sigma1 sigma2 stands in both terms: X's has d2 sigma2^2, Y's has d1 sigma1^2",
      s -> s.variances(s.powerOfBoth(1, 1), s.powerOfBoth(1, 1))),
  SIGMA1_SHARED(
      "sigma-shared",
      "sigma1 is used for both factors' noise; Y's has sigma2",
      s -> s.variances(s.variance1, s.variance1)),
  SIGMA2_SHARED(
      "sigma-shared",
      "sigma2 is used for both factors' noise; X's has sigma1",
      s -> s.variances(s.variance2, s.variance2)),
  TERMS_SWAPPED(
      "dimension-factor",
      "X's term has d1 sigma1^2 and Y's d2 sigma2^2; each factor sees the other one's noise",
      s -> s.swapped = true),
  UNSMOOTHED(
      "unperturbed-gradient",
      "the noise terms are missing: this is F, not the smoothed objective",
      s -> s.size1 = s.size2 = 0),
  NOISE_TERMS_NEGATED("sign", "the sign of the noise terms is wrong", s -> s.sign = -1),
  NOISE_TERMS_UNHALVED(
      "factor-two",
      Scope.SMOOTHED_LOSS,
      "the noise terms and their constant are not halved, as the square of the residual is",
      s -> s.inLoss = 2),
  NOISE_TERMS_DOUBLED("factor-two", "the noise terms are off by a factor 2", s -> s.size = 2),
  NOISE_TERMS_HALVED("factor-two", "the noise terms are off by a factor 1/2", s -> s.size = 0.5),
  CONSTANT_MISSING(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant r d1 d2 sigma1^2 sigma2^2 / 2 is missing",
      s -> s.rank = 0),
  CONSTANT_WITHOUT_RANK(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant lacks the factor r: it is r d1 d2 sigma1^2 sigma2^2 / 2",
      s -> s.rank = 1),
  CONSTANT_RANK_SQUARED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant has r^2: it is r d1 d2 sigma1^2 sigma2^2 / 2",
      s -> s.rank = s.r * s.r),
  CONSTANT_WITHOUT_DIMENSIONS(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant lacks d1 d2: it is r d1 d2 sigma1^2 sigma2^2 / 2",
      s -> s.product = (s1, s2) -> s.powerOfBoth(1, 2)),
  CONSTANT_UNSQUARED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant has sigma1 sigma2: it is r d1 d2 sigma1^2 sigma2^2 / 2",
      s -> s.product = (s1, s2) -> s.powerOfBoth(s.d1 * s.d2, 1)),
  CONSTANT_NEGATED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the sign of the constant r d1 d2 sigma1^2 sigma2^2 / 2 is wrong",
      s -> s.rank = -s.r),
  CONSTANT_DOUBLED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant is not halved: it is r d1 d2 sigma1^2 sigma2^2 / 2",
      s -> s.rank = 2 * s.r);

  @SuppressWarnings("ImmutableEnumChecker") // the change is a function without state
  private final Entry entry;

  SmoothingMistake(String code, String advice, Consumer<SmoothingTerms<Object>> change) {
    this(code, Scope.SMOOTHED, advice, change);
  }

  SmoothingMistake(
      String code, Scope scope, String advice, Consumer<SmoothingTerms<Object>> change) {
    entry = new Entry(code, scope, advice, image -> change.accept(image.smoothing));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
