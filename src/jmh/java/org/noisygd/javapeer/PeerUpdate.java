// SPDX-License-Identifier: Apache-2.0
package org.noisygd.javapeer;

/** An implementation at work on a problem, one replicate. */
interface PeerUpdate {
  /** One update with the perturbations of a slot. */
  void step(int slot);

  /** Appends X, then Y, each row by row, a blank after each number. */
  void print(StringBuilder out);
}
