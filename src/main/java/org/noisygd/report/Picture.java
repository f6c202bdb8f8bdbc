// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.stream.Collectors;
import org.noisygd.report.chart.Chart;

/** A chart as an SVG file of its own, with as much of the page's style as it needs. */
public final class Picture {
  private Picture() {}

  /** The file's text. */
  public static String of(Chart chart) {
    String svg = chart.svg();
    int open = svg.indexOf('>') + 1;
    return svg.substring(0, open) + "\n<style>\n" + style() + "</style>" + svg.substring(open);
  }

  /** The colours, those in the dark too, and the rules for what is in pictures. */
  private static String style() {
    String page = Page.style();
    String colours = page.substring(page.indexOf(":root"), page.indexOf("body {"));
    return page.lines()
        .filter(rule -> rule.startsWith("svg ") && !rule.startsWith("svg {"))
        .collect(Collectors.joining("\n", colours + "svg { background: var(--back); }\n", "\n"));
  }
}
