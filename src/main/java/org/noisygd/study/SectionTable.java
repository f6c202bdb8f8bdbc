// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Require;
import org.noisygd.report.Page;
import org.noisygd.report.chart.Markup;

/** A table of a section, as markup and as comma-separated values. */
public final class SectionTable {
  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  public SectionTable(String... heads) {
    this.heads = List.of(heads);
  }

  /** Adds a row. */
  public SectionTable row(String... cells) {
    Require.that(cells.length == heads.size(), "cells", "be " + heads.size(), cells.length);
    rows.add(List.of(cells));
    return this;
  }

  /** As markup; its cells tell their heads where there is no room for columns. */
  public String markup() {
    Page part = Page.part();
    part.raw("<table class=\"values\">\n<thead><tr>");
    heads.forEach(head -> part.element("th scope=\"col\"", head));
    part.raw("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      part.raw("<tr>");
      for (int k = 0; k < heads.size(); k++) {
        part.cell(heads.get(k), row.get(k), k == 0 ? "strong" : "");
      }
      part.raw("</tr>\n");
    }
    return part.raw("</tbody>\n</table>\n").markup();
  }

  /** As comma-separated values with a line of names. */
  public String csv() {
    StringBuilder csv = new StringBuilder();
    line(csv, heads);
    rows.forEach(row -> line(csv, row));
    return csv.toString();
  }

  private static void line(StringBuilder csv, List<String> cells) {
    for (int k = 0; k < cells.size(); k++) {
      csv.append(k == 0 ? "" : ",").append(Markup.csv(cells.get(k)));
    }
    csv.append('\n');
  }
}
