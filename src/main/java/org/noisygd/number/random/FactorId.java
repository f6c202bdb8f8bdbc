// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

/** The matrix to which a deviate belongs: one coordinate of the deviate's address. */
public enum FactorId {
  /** The noise Z1 of X, drawn anew at every step. */
  NOISE_X(0),
  /** The noise Z2 of Y, drawn anew at every step. */
  NOISE_Y(1),
  /** The initial X, drawn at step 0. */
  START_X(2),
  /** The initial Y, drawn at step 0. */
  START_Y(3);

  private final long id;

  FactorId(long id) {
    this.id = id;
  }

  /** The number that enters the counter; part of the stream's definition, which never changes. */
  public long id() {
    return id;
  }
}
