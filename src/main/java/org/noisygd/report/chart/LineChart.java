// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.List;

/**
 * Lines, bands, bars and marks over two axes. The names of the series stand below the chart.
 *
 * @param id unique in the page
 * @param title one line
 * @param description what is to be seen, in a sentence or two
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what is drawn, later ones on top
 */
public record LineChart(
    String id, String title, String description, Axis x, Axis y, List<Series> series)
    implements Chart {
  /** Keeps its own copy of the series. */
  public LineChart {
    series = List.copyOf(series);
  }

  @Override
  public String svg() {
    Frame frame = Frame.of(x, y, 0);
    frame.axes();
    series.forEach(frame::draw);
    frame.legend(series);
    return frame.svg(this);
  }

  @Override
  public String csv() {
    StringBuilder csv = new StringBuilder("series,x,y\n");
    for (int k = 0; k < series.size(); k++) {
      Series one = series.get(k);
      String name = one.label().isEmpty() ? one.kind().style() + " " + k : one.label();
      for (int i = 0; i < one.points().size(); i += 2) {
        csv.append(Markup.csv(name)).append(',').append(one.points().get(i));
        csv.append(',').append(one.points().get(i + 1)).append('\n');
      }
    }
    return csv.toString();
  }
}
