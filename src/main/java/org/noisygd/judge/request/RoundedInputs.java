// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * The numbers of a request, each rounded to an arithmetic; in an exact one they are what they were.
 *
 * @param arithmetic the arithmetic
 * @param of the numbers as they are asked
 * @param <T> the type of the numbers
 */
public record RoundedInputs<T>(Arithmetic<T> arithmetic, Inputs<Dyadic> of) implements Inputs<T> {

  @Override
  public Matrix<T> matrix(String field) {
    return of.matrix(field).roundTo(arithmetic);
  }

  @Override
  public T number(String field) {
    return arithmetic.fromDyadic(of.number(field));
  }

  @Override
  public List<Factors<T>> noises() {
    return of.noises().stream().map(z -> z.roundTo(arithmetic)).toList();
  }

  @Override
  public List<Integer> record() {
    return of.record();
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
}
