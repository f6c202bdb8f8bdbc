// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.List;
import java.util.stream.Collectors;
import org.noisygd.number.Require;

/**
 * Five numbers of each of several samples: a box from the first quartile to the third with a line
 * at the median, and whiskers to the smallest and the largest value.
 *
 * @param id unique in the page
 * @param title one line
 * @param sentence the content, in a sentence or two
 * @param xLabel the quantity that distinguishes the samples
 * @param y the axis of the values
 * @param boxes the samples, from left to right
 * @param series the series behind the boxes; box k is from k to k + 1
 */
public record BoxPlot(
    String id,
    String title,
    String sentence,
    String xLabel,
    Axis y,
    List<Box> boxes,
    List<Series> series)
    implements Chart {
  /** Maximum width of a box; half of its slot if that is less. */
  private static final double WIDEST = 56;

  private static final double FRACTION = 0.5; // of a slot

  /** Copies the lists. */
  public BoxPlot {
    Require.that(!boxes.isEmpty(), "boxes", "be at least one", boxes.size());
    boxes = List.copyOf(boxes);
    series = List.copyOf(series);
  }

  /**
   * One sample.
   *
   * @param name the name of the sample
   */
  public record Box(String name, FiveNumbers five) {
    /** Checks the order. */
    public Box {
      boolean ascends =
          five.min() <= five.q1()
              && five.q1() <= five.median()
              && five.median() <= five.q3()
              && five.q3() <= five.max();
      Require.that(ascends, "five numbers", "ascend", five);
    }
  }

  @Override
  public SvgPlot drawn() {
    SvgPlot frame = SvgPlot.of(Axis.ofNames(xLabel, boxes.stream().map(Box::name).toList()), y, 0);
    frame.axes();
    frame.drew("Boxes go from the first quartile to the third, whiskers over all values.");
    series.forEach(frame::draw);
    double half = Math.min(WIDEST, FRACTION * (frame.px(1) - frame.px(0))) / 2;
    for (int k = 0; k < boxes.size(); k++) {
      FiveNumbers box = boxes.get(k).five();
      double at = frame.px(k + 0.5);
      frame.bar("whisker", k + 0.5, box.min(), box.max(), half / 2);
      frame.add(
          "<rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
          at - half,
          frame.edge(box.q3()),
          2 * half,
          Math.max(0.5, frame.edge(box.q1()) - frame.edge(box.q3())));
      double median = frame.edge(box.median());
      frame.line("median", at - half, median, at + half, median);
    }
    return frame;
  }

  @Override
  public String csv() {
    return boxes.stream()
        .map(b -> line(b.name(), b.five()))
        .collect(Collectors.joining("", "sample,min,q1,median,q3,max\n", ""));
  }

  private static String line(String name, FiveNumbers five) {
    return Markup.csv(List.of(name, five.min(), five.q1(), five.median(), five.q3(), five.max()));
  }
}
