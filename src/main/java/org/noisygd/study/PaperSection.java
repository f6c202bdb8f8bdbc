// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.noisygd.report.Page;
import org.noisygd.report.chart.Chart;

/**
 * One part of the study of the paper, as it stands on the page, in the table, in the JSON result
 * and in files beside the page.
 *
 * @param id unique in the page; its anchor
 * @param title of the section
 * @param says who makes the claims of the findings: {@link #PAPER} or {@link #THEORY}
 * @param html what stands above the figures: markup, made with {@link Page#part}
 * @param charts the figures; the data of each go to a file named by its id
 * @param tables further files of comma-separated values, by their names
 * @param figures the JSON results, by the names that {@code --figure} takes
 * @param findings what the paper says beside what was found
 */
public record PaperSection(
    String id,
    String title,
    String says,
    String html,
    List<Chart> charts,
    Map<String, String> tables,
    Map<String, JsonNode> figures,
    List<Finding> findings) {
  /** The heading of the claims where the paper makes them. */
  public static final String PAPER = "The paper says";

  /** The heading of the claims where theory makes them. */
  public static final String THEORY = "Theory says";

  /** Keeps its own copies of the lists. */
  public PaperSection {
    charts = List.copyOf(charts);
    findings = List.copyOf(findings);
  }

  /** The files of data: their names and what they hold. */
  public Map<String, String> files() {
    Map<String, String> files = new java.util.TreeMap<>(tables);
    charts.forEach(chart -> files.put(chart.id() + ".csv", chart.csv()));
    return files;
  }
}
