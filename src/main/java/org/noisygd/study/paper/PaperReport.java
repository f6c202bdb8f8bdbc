// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.paper.Finding.Agreement;

/** The study of the paper: each claim beside our result. */
public final class PaperReport {
  /** The sentence below the command on the page. */
  public static final String SENTENCE =
      "The same command gives the same numbers on any number of threads. The data behind each"
          + " figure are in the file of that name beside this page.";

  private PaperReport() {}

  /** The report of some sections. */
  public static Report of(List<PaperSection> sections) {
    List<Finding> findings = findings(sections);
    Report report =
        new Report(
                "noisygd: the paper's figures and claims, beside ours",
                "The paper's figures and claims, beside ours")
            .paragraphOnPage(
                "Liu, Li, Wei, Zhou, Zhao, \"Noisy Gradient Descent Converges to Flat Minima for"
                    + " Nonconvex Matrix Factorization\" (AISTATS 2021), run anew. Each section"
                    + " draws the paper's figures, and sets each claim beside our result and its"
                    + " evidence.")
            .verdict("", summary(findings))
            .contents();
    sections.forEach(section -> section.addTo(report));
    return report.legend(Evidence.legend(findings.stream().map(Finding::how).toList()));
  }

  private static List<Finding> findings(List<PaperSection> sections) {
    return sections.stream().flatMap(section -> section.findings().stream()).toList();
  }

  /** The number of findings of each verdict. */
  private static String summary(List<Finding> findings) {
    Map<Agreement, Long> counts =
        findings.stream().collect(Collectors.groupingBy(Finding::agreement, Collectors.counting()));
    return Arrays.stream(Agreement.values())
        .filter(counts::containsKey)
        .map(agreement -> agreement.count(counts.getOrDefault(agreement, 0L)))
        .collect(Collectors.joining(", ", Text.count(findings.size(), "finding") + ": ", "."));
  }

  /**
   * The JSON result: {@code {"figures":{"2a":{"ratio":{"min":..,"q1":..,"median":..,
   * "q3":..,"max":..}}}}}, with more fields beside them. Nothing in it depends on time, place or
   * threads, so that the same command gives the same bytes.
   */
  public static String json(List<PaperSection> sections, StudyOptions options) {
    Map<String, Object> figures = new LinkedHashMap<>();
    sections.forEach(section -> figures.putAll(section.figures()));
    return Json.text(
        Json.object()
            .put("seed", options.seed())
            .put("quick", options.quick())
            .put("figures", figures)
            .put("findings", findings(sections).stream().map(PaperReport::json).toList()));
  }

  private static Json.Fields json(Finding finding) {
    return Json.object()
        .put("figure", finding.figure())
        .put("claim", finding.claim())
        .put("result", finding.ours())
        .put("how", finding.how().word())
        .put("verdict", finding.agreement().word());
  }
}
