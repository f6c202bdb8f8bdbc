// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.noisygd.report.How;
import org.noisygd.report.Terminal;
import org.noisygd.verify.check.CheckResult;

/**
 * A verification as text: the checks chapter by chapter, then one line with the verdict.
 *
 * @param width the columns to fill; sentences are wrapped at it
 * @param colour whether to colour by ANSI escape sequences
 */
public record TerminalTable(int width, boolean colour) {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";

  /** The narrowest column of sentences; a narrower terminal breaks the lines itself. */
  private static final int LEAST_SENTENCE = 30;

  /** What the words of the column "known how" mean, of those that occur. */
  private static String legend(List<CheckResult> results) {
    return Arrays.stream(How.values())
        .filter(how -> results.stream().anyMatch(result -> result.how() == how))
        .map(how -> how.word() + ": " + how.meaning())
        .collect(Collectors.joining("; "));
  }

  /** The table, each line ended by a line feed. */
  public String render(Verification verification) {
    List<CheckResult> results = verification.results();
    int idWidth = results.stream().mapToInt(r -> r.id().length()).max().orElse(0);
    int howWidth = results.stream().mapToInt(r -> r.how().word().length()).max().orElse(0);
    int casesWidth =
        results.stream().mapToInt(r -> String.valueOf(r.cases()).length()).max().orElse(0);
    casesWidth = Math.max(casesWidth, "cases".length());
    StringBuilder text = new StringBuilder();
    String header =
        pad("status", 8) + pad("claim", idWidth + 2) + pad("known how", Math.max(howWidth, 9) + 2);
    header += " ".repeat(casesWidth - "cases".length()) + "cases  ";
    int indent = header.length();
    text.append(paint(DIM, (header + "what it says").stripTrailing())).append('\n');
    for (Verification.Part part : verification.parts()) {
      if (part.results().isEmpty()) {
        continue;
      }
      text.append('\n')
          .append(paint(BOLD, part.chapter().title()))
          .append(": ")
          .append(part.chapter().subject())
          .append('\n');
      for (CheckResult result : part.results()) {
        text.append(paint(colourOf(result.status()), pad(result.status().word(), 8)))
            .append(pad(result.id(), idWidth + 2))
            .append(pad(result.how().word(), Math.max(howWidth, 9) + 2))
            .append(String.format(Locale.ROOT, "%" + casesWidth + "d  ", result.cases()));
        appendWrapped(text, result.title(), indent, "", false);
        if (!result.worst().isEmpty()) {
          appendWrapped(text, "nearest: " + result.worst(), indent, DIM, true);
        }
        if (!result.why().isEmpty()) {
          appendWrapped(text, "why: " + result.why(), indent, colourOf(result.status()), true);
        }
      }
    }
    text.append('\n');
    for (String line : Terminal.wrap(legend(results), Math.max(width, LEAST_SENTENCE))) {
      text.append(paint(DIM, line)).append('\n');
    }
    String code =
        switch (verification.verdict()) {
          case PASS -> GREEN;
          case FAIL -> RED;
          case UNDECIDED -> YELLOW;
        };
    return text.append(paint(code, verification.summary())).append('\n').toString();
  }

  private void appendWrapped(
      StringBuilder text, String sentence, int indent, String code, boolean indentFirst) {
    boolean first = !indentFirst;
    for (String line : Terminal.wrap(sentence, Math.max(width - indent, LEAST_SENTENCE))) {
      text.append(first ? "" : " ".repeat(indent)).append(paint(code, line)).append('\n');
      first = false;
    }
  }

  private static String colourOf(CheckResult.Status status) {
    return switch (status) {
      case PASS -> GREEN;
      case FAIL -> RED;
      case SKIPPED -> YELLOW;
    };
  }

  private String paint(String code, String text) {
    return colour && !code.isEmpty() ? code + text + RESET : text;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
