// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The numbers of a request, each rounded to an arithmetic; in an exact one they are what they were.
 *
 * @param arithmetic the arithmetic
 * @param of the numbers as they are asked
 * @param <T> the type of the numbers
 */
public record RoundedInputs<T>(Arithmetic<T> arithmetic, Inputs<Dyadic> of) implements Inputs<T> {

  @Override
  public @Shape({"d1", "d2"}) Matrix<T> m() {
    return of.m().roundTo(arithmetic);
  }

  @Override
  public Factors<T> at() {
    return of.at().roundTo(arithmetic);
  }

  @Override
  public Factors<T> direction() {
    return of.direction().roundTo(arithmetic);
  }

  @Override
  public List<Factors<T>> noises() {
    return of.noises().stream().map(z -> z.roundTo(arithmetic)).toList();
  }

  @Override
  public T etaX() {
    return round(of.etaX());
  }

  @Override
  public T etaY() {
    return round(of.etaY());
  }

  @Override
  public T sigma1() {
    return round(of.sigma1());
  }

  @Override
  public T sigma2() {
    return round(of.sigma2());
  }

  @Override
  public List<Integer> record() {
    return of.record();
  }

  @Override
  public T number(String field) {
    return round(of.number(field));
  }

  @Override
  public int d1() {
    return of.d1();
  }

  @Override
  public int d2() {
    return of.d2();
  }

  @Override
  public int r() {
    return of.r();
  }

  private T round(Dyadic d) {
    return arithmetic.fromDyadic(d);
  }
}
