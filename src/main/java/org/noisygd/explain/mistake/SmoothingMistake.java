// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.noisygd.explain.model.Side;
import org.noisygd.explain.model.SmoothingTerms;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;

/**
 * Mistakes in the noise terms of the smoothed objective. The sides (x, y) are explained at {@link
 * UpdateMistake}; the terms of X contain the noise of Y.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum SmoothingMistake implements Mistake {
  VARIANCE_AS_DEVIATION(
      Code.VARIANCE_AS_DEVIATION.of("sigma stands where sigma^2 belongs"), s -> s.powers(1)),
  DEVIATION_AS_VARIANCE(
      Code.VARIANCE_AS_DEVIATION.of(
          "sigma^4 stands where sigma^2 belongs: the variance was squared again"),
      s -> s.powers(4)),
  DIMENSIONS_SWAPPED(
      Code.DIMENSION_FACTOR.of("d1 and d2 are exchanged"), s -> s.rows(s.y.rows, s.x.rows)),
  DIMENSIONS_MISSING(Code.DIMENSION_FACTOR.of("d1 and d2 are missing"), s -> s.rows(1, 1)),
  DIMENSIONS_TIMES_RANK(
      Code.DIMENSION_FACTOR.of("r d1 and r d2 stand where d1 and d2 belong"),
      s -> s.rows(s.r * s.x.rows, s.r * s.y.rows)),
  DIMENSIONS_ARE_RANK(
      Code.DIMENSION_FACTOR.of("r stands where d1 and d2 belong"), s -> s.rows(s.r, s.r)),
  DIMENSIONS_SQUARED(
      Code.DIMENSION_FACTOR.of("d1 and d2 are squared"),
      s -> s.rows(s.x.rows * s.x.rows, s.y.rows * s.y.rows)),
  DIMENSIONS_SUMMED(
      Code.DIMENSION_FACTOR.of("d1 + d2 stands where d1 and d2 belong"),
      s -> s.rows(s.x.rows + s.y.rows, s.x.rows + s.y.rows)),
  DIMENSION_OF_X_WRONG(
      Code.DIMENSION_FACTOR.of("X's term has d1 sigma2^2"), (x, y) -> y.rows = x.rows),
  DIMENSION_OF_Y_WRONG(DIMENSION_OF_X_WRONG),
  DIMENSION_OF_X_MISSING(
      Code.DIMENSION_FACTOR.of("X's term lacks the factor d2"), (x, y) -> y.rows = 1),
  DIMENSION_OF_Y_MISSING(DIMENSION_OF_X_MISSING),
  NOISE_TERM_OF_X_MISSING(
      Code.NOISE_ONE_SIDE.of("X's noise term is missing: it is d2 sigma2^2"),
      (x, y) -> y.sizeOfNoise = 0),
  NOISE_TERM_OF_Y_MISSING(NOISE_TERM_OF_X_MISSING),
  SIGMAS_SWAPPED(
      Code.NOISE_SWAPPED.of("sigma1 and sigma2 are exchanged"),
      s -> s.variances(s.y.variance, s.x.variance)),
  TERMS_SWAPPED(
      Code.DIMENSION_FACTOR.of("X's term has d1 sigma1^2 and Y's d2 sigma2^2"),
      s -> s.swapped = true),
  UNSMOOTHED(
      Code.UNPERTURBED_GRADIENT.of(
          "the noise terms are missing: this is F, not the smoothed objective"),
      s -> s.x.sizeOfNoise = s.y.sizeOfNoise = 0),
  NOISE_TERMS_NEGATED(Code.SIGN.of("the sign of the noise terms is wrong"), s -> s.sign = -1),
  NOISE_TERMS_UNHALVED(
      Code.FACTOR_TWO.of(
          "the noise terms and their constant are not halved, as the square of the residual is"),
      Scope.SMOOTHED_LOSS,
      s -> s.inLoss = 2),
  NOISE_TERMS_DOUBLED(Code.FACTOR_TWO.of("the noise terms are off by a factor 2"), s -> s.size = 2),
  NOISE_TERMS_HALVED(
      Code.FACTOR_TWO.of("the noise terms are off by a factor 1/2"), s -> s.size = 0.5);

  @SuppressWarnings("ImmutableEnumChecker") // the change has no state
  private final Entry entry;

  SmoothingMistake(Found found, Consumer<SmoothingTerms<Object>> change) {
    this(found, Scope.SMOOTHED, change);
  }

  SmoothingMistake(Found found, Scope scope, Consumer<SmoothingTerms<Object>> change) {
    entry = Entry.of(found, scope, image -> change.accept(image.smoothing));
  }

  SmoothingMistake(Found found, BiConsumer<Side<Object>, Side<Object>> change) {
    entry = Entry.ofSides(found, Scope.SMOOTHED, change);
  }

  SmoothingMistake(SmoothingMistake other) {
    entry = other.entry.mirrored();
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
