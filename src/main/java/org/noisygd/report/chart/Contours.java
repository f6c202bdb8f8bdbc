// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.function.DoubleBinaryOperator;

/**
 * Level lines of a function on a square, by marching squares: on each cell of a grid the function
 * is taken for linear along the edges. For pictures only.
 */
public final class Contours {
  private final double min;
  private final double max;
  private final int cells;
  private final double[][] values;

  private Contours(double min, double max, int cells, double[][] values) {
    this.min = min;
    this.max = max;
    this.cells = cells;
    this.values = values;
  }

  /**
   * The function f on the square from (min, min) to (max, max), at the corners of cells^2 cells.
   */
  public static Contours of(double min, double max, int cells, DoubleBinaryOperator f) {
    double[][] values = new double[cells + 1][cells + 1];
    Contours contours = new Contours(min, max, cells, values);
    for (int i = 0; i <= cells; i++) {
      for (int j = 0; j <= cells; j++) {
        values[i][j] = f.applyAsDouble(contours.grid(i), contours.grid(j));
      }
    }
    return contours;
  }

  /** The line where f equals the level, as segments, each ended by a pair of NaN. */
  public Series at(String label, double level) {
    Points points = new Points();
    for (int i = 0; i < cells; i++) {
      for (int j = 0; j < cells; j++) {
        cell(points, level, i, j);
      }
    }
    return points.series(label, Series.Kind.CONTOUR);
  }

  private double grid(double i) {
    return min + (max - min) * i / cells;
  }

  /** The crossings on the four edges of a cell, joined in the order of the edges. */
  private void cell(Points points, double level, int i, int j) {
    int[][] corners = {{i, j}, {i + 1, j}, {i + 1, j + 1}, {i, j + 1}};
    int crossings = 0;
    for (int edge = 0; edge < 4; edge++) {
      int[] a = corners[edge];
      int[] b = corners[(edge + 1) % 4];
      double fa = values[a[0]][a[1]] - level;
      double fb = values[b[0]][b[1]] - level;
      if (fa < 0 == fb < 0) {
        continue;
      }
      double part = fa / (fa - fb);
      points.add(grid(a[0] + part * (b[0] - a[0])), grid(a[1] + part * (b[1] - a[1])));
      crossings++;
      if (crossings % 2 == 0) {
        points.gap();
      }
    }
  }
}
