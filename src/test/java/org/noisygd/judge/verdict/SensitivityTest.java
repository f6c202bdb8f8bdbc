// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.verdict.Sensitivity.Input;

/** Cross-check: the table in the notes is what the bounds, the suite and the reference give. */
final class SensitivityTest {
  private static final Path NOTES = Path.of("proofs-notes", "cases.md");

  private static final String START = "<!-- computed by SensitivityTest -->\n";

  private static final String END = "<!-- end -->\n";

  private static final Map<String, Integer> PRECISIONS =
      new TreeMap<>(Map.of("binary64", 53, "binary32", 24, "bfloat16", 8));

  /** Figures are first order in the change; beyond this one they say no more than "large". */
  private static final double FIRST_ORDER = 0.1;

  @Test
  void notes_table_isWhatTheSuiteSees() throws IOException {
    String notes = Files.readString(NOTES);
    int start = notes.indexOf(START) + START.length();
    int end = notes.indexOf(END);
    String table = table();
    if (Boolean.getBoolean("rewrite")) {
      Files.writeString(NOTES, notes.substring(0, start) + table + notes.substring(end));
    } else {
      assertEquals(table, notes.substring(start, end));
    }
  }

  private static String table() {
    Map<String, Sensitivity> seen = new TreeMap<>();
    PRECISIONS.keySet().forEach(arithmetic -> seen.put(arithmetic, new Sensitivity(arithmetic)));
    StringBuilder text = new StringBuilder("\n| op | changed |");
    seen.keySet().forEach(arithmetic -> text.append(' ').append(arithmetic).append(" |"));
    text.append("\n| --- | --- |").append(" --- |".repeat(seen.size())).append('\n');
    for (JudgedOp op : Ops.OF_THE_PROBLEM.without(Ops.of(Ops.SAMPLE)).all()) {
      for (Input input : Input.values()) {
        if (input.isOf(op)) {
          text.append("| ").append(op.word()).append(" | ").append(input.words()).append(" |");
          seen.forEach((name, s) -> text.append(cell(s, op, input, PRECISIONS.get(name))));
          text.append('\n');
        }
      }
    }
    return text.append("\nMeasured by `SensitivityTest`.\n\n").toString();
  }

  private static String cell(Sensitivity seen, JudgedOp op, Input input, int precision) {
    int measured = seen.measured(op, input, precision);
    BigDecimal certain = seen.certain(op, input);
    // What is seen for certain is seen of the reference too.
    assertTrue(
        certain == null || Math.scalb(1.0, -measured) <= 2 * certain.doubleValue(),
        op + " " + input);
    return " %s; %s; %s |"
        .formatted(
            words(certain),
            words(seen.certainInTheLargest(op, input)),
            measured < 0 ? "-" : "$2^{-" + measured + "}$");
  }

  private static String words(BigDecimal d) {
    return d == null
        ? "-"
        : d.doubleValue() > FIRST_ORDER
            ? "> " + FIRST_ORDER
            : String.format(Locale.ROOT, "%.1e", d.doubleValue());
  }
}
