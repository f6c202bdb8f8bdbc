// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Rows of levels, one of each feature. Every pair of levels of two features that can meet does meet
 * in some row (a covering array of strength two). Rows are built one by one: from a pair that is
 * still open, each further feature takes the level that meets most open pairs. The result depends
 * on the arguments alone.
 *
 * <p>Level 0 of a feature is its ordinary one. A row in which some levels are chosen and allowed
 * can always be completed.
 */
final class CoveringArray {
  /** A feature that a partial row leaves open. */
  static final int OPEN = -1;

  private final int[] levels;
  private final Predicate<int[]> allowed;
  private final Predicate<int[]> needed;
  private final ToIntFunction<int[]> cost;
  private final int cheap;
  private final List<int[]> rows = new ArrayList<>();

  /** For features a &lt; b: whether levels i of a and j of b have met; at [a][b][i][j]. */
  private final boolean[][][][] met;

  /**
   * The array for features with the given numbers of levels.
   *
   * @param allowed whether the chosen levels of a row, in which a feature may be {@link #OPEN}, can
   *     meet
   * @param needed whether a row of two levels must occur
   * @param cost the least cost of a row in which a feature may be open
   * @param cheap the largest cost of a row, unless its pair or its single level costs more
   */
  CoveringArray(
      int[] levels,
      Predicate<int[]> allowed,
      Predicate<int[]> needed,
      ToIntFunction<int[]> cost,
      int cheap) {
    this.levels = levels.clone();
    this.allowed = allowed;
    this.needed = needed;
    this.cost = cost;
    this.cheap = cheap;
    int n = levels.length;
    this.met = new boolean[n][n][][];
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        met[a][b] = new boolean[levels[a]][levels[b]];
      }
    }
    addEachAlone();
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        addPairs(a, b);
      }
    }
  }

  /** The rows, with a level of each feature; first those with at most one level not ordinary. */
  List<int[]> rows() {
    return List.copyOf(rows);
  }

  /** Adds rows in which one level, or none, is not ordinary. */
  private void addEachAlone() {
    add(new int[levels.length]);
    for (int feature = 0; feature < levels.length; feature++) {
      for (int level = 1; level < levels[feature]; level++) {
        int[] row = new int[levels.length];
        row[feature] = level;
        if (allowed.test(row)) {
          add(row);
        }
      }
    }
  }

  private void addPairs(int a, int b) {
    for (int i = 0; i < levels[a]; i++) {
      for (int j = 0; j < levels[b]; j++) {
        int[] row = new int[levels.length];
        Arrays.fill(row, OPEN);
        row[a] = i;
        row[b] = j;
        if (!met[a][b][i][j] && allowed.test(row) && needed.test(row)) {
          complete(row);
          add(row);
        }
      }
    }
  }

  /** Gives each open feature the level that meets most open pairs, the first one of equals. */
  private void complete(int[] row) {
    int most = Math.max(cheap, cost.applyAsInt(row));
    for (int feature = 0; feature < levels.length; feature++) {
      if (row[feature] == OPEN) {
        int best = best(row, feature, some -> allowed.test(some) && cost.applyAsInt(some) <= most);
        row[feature] = best == OPEN ? best(row, feature, allowed) : best;
        if (row[feature] == OPEN) {
          throw new IllegalStateException("no level of feature " + feature + " fits a row");
        }
      }
    }
  }

  private int best(int[] row, int feature, Predicate<int[]> fits) {
    int best = OPEN;
    int most = -1;
    for (int level = 0; level < levels[feature]; level++) {
      row[feature] = level;
      int gain = gain(row, feature);
      if (gain > most && fits.test(row)) {
        best = level;
        most = gain;
      }
    }
    return best;
  }

  /** How many open pairs a feature's level in a row meets. */
  private int gain(int[] row, int feature) {
    int gain = 0;
    for (int other = 0; other < levels.length; other++) {
      if (other != feature && row[other] != OPEN && !met(row, feature, other)) {
        gain++;
      }
    }
    return gain;
  }

  private boolean met(int[] row, int feature, int other) {
    int a = Math.min(feature, other);
    int b = Math.max(feature, other);
    return met[a][b][row[a]][row[b]];
  }

  private void add(int[] row) {
    rows.add(row);
    for (int a = 0; a < row.length; a++) {
      for (int b = a + 1; b < row.length; b++) {
        met[a][b][row[a]][row[b]] = true;
      }
    }
  }
}
