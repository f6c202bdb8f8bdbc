// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.chart.Markup;

/** A benchmark on the terminal: a table a problem, then how cost grows, then the targets. */
public final class BenchmarkTable {
  private BenchmarkTable() {}

  /** The text, lines cut to the width. */
  public static String render(Result result, int width) {
    List<String> lines = new ArrayList<>();
    result.machine().forEach((name, fact) -> lines.add(name + ": " + fact));
    result.versions().forEach((name, version) -> lines.add(name + ": " + version));
    result.missing().forEach((name, why) -> lines.add(name + ": not here; " + why));
    byPart(result.rows()).forEach((title, rows) -> problem(lines, title, rows));
    scalings(lines, result.scalings());
    targets(lines, result.outcomes());
    long untimed = result.rows().stream().filter(row -> row.sample() == null).count();
    lines.add("");
    lines.add(
        untimed == 0
            ? "All " + result.rows().size() + " implementations agreed with the reference."
            : untimed + " of " + result.rows().size() + " were not timed: see above.");
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(Markup.cut(line, Math.max(width, 60))).append('\n');
    }
    return text.toString();
  }

  /** Rows that were measured together, by what they are together. */
  static Map<String, List<Row>> byPart(List<Row> rows) {
    Map<String, List<Row>> parts = new LinkedHashMap<>();
    for (Row row : rows) {
      parts.computeIfAbsent(row.part(), part -> new ArrayList<>()).add(row);
    }
    return parts;
  }

  /**
   * How many times as long as the double kernel a row took: the fastest of ours in binary64 that
   * was measured together with it; NaN where there is none.
   */
  static double overKernel(Row row, List<Row> all) {
    @Nullable Row kernel =
        Row.fastest(
            all.stream()
                .filter(r -> r.isOurs() && r.problem().isBinary64())
                .filter(r -> r.part().equals(row.part()))
                .toList());
    return kernel == null || row.sample() == null
        ? Double.NaN
        : row.timed().ratioTo(kernel.timed());
  }

  private static void problem(List<String> lines, String title, List<Row> rows) {
    lines.add("");
    lines.add(title);
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-20s %9s %7s %9s  %s",
            "implementation",
            "a step",
            "spread",
            "x double",
            "what"));
    for (Row row : rows) {
      String where = row.part().endsWith(row.problem().id()) ? "" : row.problem().id() + "; ";
      String what = where + row.description() + batch(row);
      lines.add(
          row.sample() == null
              ? String.format(Locale.ROOT, "  %-20s not timed: %s", row.implementation(), row.why())
              : String.format(
                  Locale.ROOT,
                  "  %-20s %9s %6.1f%% %9s  %s",
                  row.implementation(),
                  time(row.timed().median()),
                  100 * row.timed().spread(),
                  times(overKernel(row, rows)),
                  what));
    }
  }

  /** The batch of a row, where it has one. */
  static String batch(Row row) {
    return row.replicates() == 1 ? "" : "; " + row.replicates() + " replicates";
  }

  /** Nanoseconds in a unit that fits. */
  static String time(double nanos) {
    return nanos < 1e4
        ? String.format(Locale.ROOT, nanos < 100 ? "%.1f ns" : "%.0f ns", nanos)
        : nanos < 1e7
            ? String.format(Locale.ROOT, "%.1f us", nanos / 1e3)
            : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  /** A ratio to three digits. */
  static String times(double ratio) {
    return Double.isNaN(ratio)
        ? ""
        : String.format(Locale.ROOT, ratio >= 100 ? "%.0f" : ratio >= 10 ? "%.1f" : "%.2f", ratio);
  }

  private static void scalings(List<String> lines, List<Scaling> scalings) {
    for (Scaling.Kind kind : Scaling.Kind.values()) {
      List<Scaling> some = scalings.stream().filter(s -> s.kind() == kind).toList();
      if (!some.isEmpty()) {
        lines.add("");
        lines.add(
            "cost against "
                + kind.quantity()
                + ": exponent "
                + kind.expected()
                + " by counting operations; measured");
        for (Scaling s : some) {
          lines.add(String.format(Locale.ROOT, "  %-22s %.2f", s.implementation(), s.measured()));
        }
      }
    }
  }

  private static void targets(List<String> lines, List<Target.Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%-38s %-25s %7s %7s  %s",
            "times as fast as",
            "on",
            "target",
            "found",
            ""));
    for (Target.Outcome outcome : outcomes) {
      Target target = outcome.target();
      lines.add(
          String.format(
              Locale.ROOT,
              "%-38s %-25s %7s %7s  %s",
              target.text(),
              target.problem().id(),
              times(target.factor()),
              times(outcome.ratio()),
              outcome.measured()
                  ? outcome.word() + ": " + outcome.ours() + " against " + outcome.peer()
                  : outcome.word()));
    }
    long met = outcomes.stream().filter(o -> o.measured() && o.met()).count();
    long missed = outcomes.stream().filter(o -> o.measured() && !o.met()).count();
    lines.add(
        met + " met, " + missed + " missed, " + (outcomes.size() - met - missed) + " not measured");
  }
}
