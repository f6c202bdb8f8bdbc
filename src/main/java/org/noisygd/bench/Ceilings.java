// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

/** What one core of a machine can do at most. */
public interface Ceilings {
  /**
   * Operations on doubles a nanosecond, half of them products and half of them sums, in vectors. A
   * fused multiply-add would be one operation.
   */
  double operationsPerNano();

  /** Bytes a nanosecond, read over and over from an array of so many bytes. */
  double bytesPerNano(long size);
}
