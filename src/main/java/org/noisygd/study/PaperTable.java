// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.noisygd.report.How;
import org.noisygd.report.Terminal;
import org.noisygd.study.Finding.Agreement;

/** The study of the paper as text: each claim beside what was found. */
public final class PaperTable {
  private static final int FIGURE = 10;
  private static final int VERDICT = 19;
  private static final int HOW = 15;

  /** The narrowest column of sentences; a narrower terminal breaks the lines itself. */
  private static final int LEAST = 30;

  private PaperTable() {}

  /** The table in that many columns, each line ended by a line feed. */
  public static String of(List<PaperSection> sections, int width) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-" + FIGURE + "s%-" + VERDICT + "s%-" + HOW + "s%s%n",
            "figure",
            "verdict",
            "known how",
            "the paper, or theory, says -> we find"));
    for (PaperSection section : sections) {
      text.append('\n').append(section.title()).append('\n');
      for (Finding finding : section.findings()) {
        lines(text, finding, Math.max(LEAST, width - FIGURE - VERDICT - HOW));
      }
    }
    return text.append('\n').append(summary(sections)).append('\n').toString();
  }

  private static void lines(StringBuilder text, Finding finding, int width) {
    String head =
        String.format(
            Locale.ROOT,
            "%-" + FIGURE + "s%-" + VERDICT + "s%-" + HOW + "s",
            finding.figure(),
            finding.agreement().word(),
            finding.how().word());
    for (String line : Terminal.wrap(finding.says(), width)) {
      text.append(head).append(line).append('\n');
      head = " ".repeat(FIGURE + VERDICT + HOW);
    }
    String mark = "-> ";
    for (String line : Terminal.wrap(finding.finds(), width - mark.length())) {
      text.append(head).append(mark).append(line).append('\n');
      mark = "   ";
    }
  }

  /** How many claims there are of each verdict. */
  static String summary(List<PaperSection> sections) {
    List<Finding> all = sections.stream().flatMap(s -> s.findings().stream()).toList();
    String counts =
        Arrays.stream(Agreement.values())
            .map(
                agreement ->
                    all.stream().filter(f -> f.agreement() == agreement).count()
                        + " "
                        + agreement.word())
            .filter(count -> !count.startsWith("0 "))
            .collect(Collectors.joining("; "));
    return all.size() + " lines: " + counts + ".";
  }

  /** What the words of the column "known how" mean, of those that occur. */
  static String legend(List<PaperSection> sections) {
    return Arrays.stream(How.values())
        .filter(
            how ->
                sections.stream()
                    .flatMap(s -> s.findings().stream())
                    .anyMatch(finding -> finding.how() == how))
        .map(how -> how.word() + ": " + how.meaning())
        .collect(Collectors.joining("; "));
  }
}
