// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

/** How much of a benchmark is measured, and with how much time for each implementation. */
public enum BenchmarkExtent {
  /** Everything, some six minutes, with peers some ten. */
  WHOLE(400_000_000, 30_000_000),
  /** What is read in two minutes: fewer problems, of the readable code the first ones alone. */
  SELECTION(200_000_000, 20_000_000),
  /** Seconds: two small problems and a small experiment, to see that everything works. */
  QUICK(20_000_000, 3_000_000);

  private final long warmNanos;
  private final long roundNanos;

  BenchmarkExtent(long warmNanos, long roundNanos) {
    this.warmNanos = warmNanos;
    this.roundNanos = roundNanos;
  }

  /** CPU time of an implementation before the first round, at least. */
  long warmNanos() {
    return warmNanos;
  }

  /** CPU time of one turn. */
  long roundNanos() {
    return roundNanos;
  }
}
