// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

/** A picture of numbers, with its text alternative and the numbers themselves. */
public interface Chart {
  /** The identifier, unique in the page; also the name of the data file. */
  String id();

  /** The title, one line. */
  String title();

  /** The content in a sentence or two. */
  String sentence();

  /** The picture, which this package alone can use. */
  SvgPlot drawn();

  /** The sentence, with notes on the drawn parts; with the title, the text alternative. */
  default String description() {
    return drawn().caption(sentence());
  }

  /** One SVG element; all of its text lies inside its view box. */
  default String svg() {
    return drawn().svg(this);
  }

  /** The data as CSV with a line of names, each number as {@code Double.toString}. */
  String csv();
}
