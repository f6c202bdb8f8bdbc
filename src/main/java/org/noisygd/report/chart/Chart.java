// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

/** A picture of numbers, with its text alternative and the numbers themselves. */
public interface Chart {
  /** Unique in the page; also the name of the file of its data. */
  String id();

  /** One line. */
  String title();

  /** What is to be seen, in a sentence or two; with the title, the text alternative. */
  String description();

  /** One SVG element; all of its text lies inside its view box. */
  String svg();

  /** The numbers that are drawn, as CSV with a line of names, each as {@code Double.toString}. */
  String csv();
}
