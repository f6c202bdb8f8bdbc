// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.Arrays;
import java.util.TreeSet;
import org.noisygd.study.measure.Phases;

/**
 * The steps that a study records: a geometric progression, for the first phases; an arithmetic one;
 * and the tenths of Phase III.
 */
final class ObservationGrid {
  private static final int TENTHS = 10;

  /** Number of steps of each progression, more than a figure can show. */
  private static final int POINTS = 150;

  private final long[] steps;

  /** The steps up to the last one. */
  ObservationGrid(long last, Phases phases) {
    TreeSet<Long> all = new TreeSet<>();
    for (int k = 0; k <= POINTS; k++) {
      all.add(last * k / POINTS);
      all.add(Math.min(last, (long) StrictMath.pow(last + 1.0, (double) k / POINTS) - 1));
    }
    for (int k = 0; phases.hasThree() && k <= TENTHS; k++) {
      all.add(phases.endOfTwo() + (last - phases.endOfTwo()) * k / TENTHS);
    }
    this.steps = all.stream().mapToLong(Long::longValue).toArray();
  }

  private ObservationGrid(long[] steps) {
    this.steps = steps;
  }

  /** This grid up to a step. */
  ObservationGrid until(long last) {
    return new ObservationGrid(Arrays.stream(steps).takeWhile(step -> step <= last).toArray());
  }

  /** The number of steps. */
  int size() {
    return steps.length;
  }

  /** The step at an index. */
  long step(int index) {
    return steps[index];
  }

  /** The index of a step on the grid; negative for others. */
  int index(long step) {
    return Arrays.binarySearch(steps, step);
  }
}
