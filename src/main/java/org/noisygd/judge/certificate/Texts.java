// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

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
  static final String NONE = "[]";

  /** A number that an op does not ask for. */
  static final String NO_NUMBER = "\"0\"";

  /** The same from another iterate, with the noise of one update. */
  Texts update(String fromX, String fromY, String ofX, String ofY) {
    return new Texts(
        m,
        fromX,
        fromY,
        etaX,
        etaY,
        ofX,
        ofY,
        NONE,
        NONE,
        NO_NUMBER,
        NO_NUMBER,
        d1,
        d2,
        r,
        d1 * d2 + 2 * (d1 + d2) * r);
  }

  @Override
  public String toString() {
    return "(Request "
        + String.join(" ", m, x, y, etaX, etaY, noiseX, noiseY, changeX, changeY, sigma1, sigma2)
        + ")";
  }
}
