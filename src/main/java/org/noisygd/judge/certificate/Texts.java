// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.util.function.Function;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;

/**
 * A request as Coq reads it, each field a text.
 *
 * @param d1 the rows of X
 * @param d2 the rows of Y
 * @param r the columns of both
 * @param literals how many numbers there are
 */
record Texts(
    String m,
    String x,
    String y,
    String etaX,
    String etaY,
    String noiseX,
    String noiseY,
    String changeX,
    String changeY,
    String sigma1,
    String sigma2,
    int d1,
    int d2,
    int r,
    int literals) {
  /** A matrix that an op does not ask for. */
  private static final String NONE = "[]";

  /** A number that an op does not ask for. */
  private static final String NO_NUMBER = "\"0\"";

  /** A request of any op, a run's without its noise. */
  static Texts of(Request q, Function<Dyadic, String> literal) {
    boolean step = q.op().has(Part.UPDATE);
    boolean noise = step && !q.op().has(Part.RUN);
    boolean change = q.op().has(Part.HESSIAN_TIMES);
    boolean smoothed = q.op().has(Part.SMOOTHED);
    String directionX = CoqText.rows(q.direction().x(), literal);
    String directionY = CoqText.rows(q.direction().y(), literal);
    return new Texts(
        CoqText.rows(q.m(), literal),
        CoqText.rows(q.at().x(), literal),
        CoqText.rows(q.at().y(), literal),
        step ? CoqText.quoted(literal.apply(q.etaX())) : NO_NUMBER,
        step ? CoqText.quoted(literal.apply(q.etaY())) : NO_NUMBER,
        noise ? directionX : NONE,
        noise ? directionY : NONE,
        change ? directionX : NONE,
        change ? directionY : NONE,
        smoothed ? CoqText.quoted(literal.apply(q.sigma1())) : NO_NUMBER,
        smoothed ? CoqText.quoted(literal.apply(q.sigma2())) : NO_NUMBER,
        q.d1(),
        q.d2(),
        q.r(),
        q.d1() * q.d2() + (noise || change ? 2 : 1) * (q.d1() + q.d2()) * q.r());
  }

  /** The same from another iterate, with the noise of one update. */
  Texts update(String fromX, String fromY, String ofX, String ofY) {
    return ofUpdate(m, fromX, fromY, etaX, etaY, ofX, ofY, d1, d2, r);
  }

  /** One update. */
  static Texts ofUpdate(
      String m,
      String x,
      String y,
      String etaX,
      String etaY,
      String noiseX,
      String noiseY,
      int d1,
      int d2,
      int r) {
    int literals = d1 * d2 + 2 * (d1 + d2) * r;
    return new Texts(
        m, x, y, etaX, etaY, noiseX, noiseY, NONE, NONE, NO_NUMBER, NO_NUMBER, d1, d2, r, literals);
  }

  @Override
  public String toString() {
    return "(Request "
        + String.join(" ", m, x, y, etaX, etaY, noiseX, noiseY, changeX, changeY, sigma1, sigma2)
        + ")";
  }
}
