// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Text;
import org.noisygd.report.chart.Markup;

/**
 * A picture of one op's errors: a mark for each case at its error over its bound, on a logarithmic
 * scale with the bound as a line; a row for each group of cases. Errors of exactly 0 stand left of
 * the scale and infinite ones right of it; errors below the scale stand at its left end. Each row
 * is an SVG element as wide as the page leaves it, so that the words keep their size on any screen.
 *
 * @param least the power of ten at the scale's left end
 * @param greatest the power of ten at its right end, above 0
 * @param infinite whether the picture has a place for infinite errors
 */
record RatioPicture(int least, int greatest, boolean infinite) {
  /** Smaller ratios than 10^-6 say no more than that the errors are tiny. */
  private static final int LEAST = -6;

  /** Larger ratios stand at the right end: 10^16 is a number of the wrong size in binary64. */
  private static final int GREATEST = 16;

  /** The places of the lanes beside the scale, and of its ends, in percent of the width. */
  private static final double ZERO = 6;

  private static final double LEFT = 14;
  private static final double RIGHT = 86;
  private static final double INFINITE = 94;

  /** Marks in a lane stand side by side: how far apart, in percent of the width. */
  private static final double APART = 3;

  private static final int ROW = 30;
  private static final int[] HEIGHTS = {15, 7, 23};

  /** A scale for these cases. */
  static RatioPicture of(List<CaseResult> results) {
    int greatest = 1;
    boolean infinite = false;
    for (CaseResult r : results) {
      if (Double.isInfinite(r.worst())) {
        infinite = true;
      } else if (r.worst() > 0) {
        greatest = Math.max(greatest, (int) Math.ceil(StrictMath.log10(r.worst())));
      }
    }
    return new RatioPicture(LEAST, Math.min(greatest, GREATEST), infinite);
  }

  /** The group of a case: its name without the op, its number and the shape. */
  static String group(String name) {
    String own =
        name.substring(name.indexOf('/') + 1).replaceAll("(-[0-9]+)?-[0-9]+(x[0-9]+)*$", "");
    return own.isEmpty() ? name : own;
  }

  /** The picture, as HTML. */
  String html(String op, List<CaseResult> results) {
    Map<String, List<CaseResult>> groups = new LinkedHashMap<>();
    for (CaseResult r : results) {
      groups.computeIfAbsent(group(r.tested().name()), k -> new ArrayList<>()).add(r);
    }
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"ratios\" role=\"group\" aria-label=\"")
        .append(Markup.escape("error over bound of the cases of " + op))
        .append("\">\n");
    groups.forEach(
        (group, some) -> {
          html.append("<span class=\"group\" title=\"")
              .append(Markup.escape(some.get(0).tested().sees()))
              .append("\">")
              .append(Markup.escape(group))
              .append("</span>");
          html.append(row(some)).append('\n');
        });
    return html.append("<span></span>").append(scale()).append("\n</div>\n").toString();
  }

  private String row(List<CaseResult> results) {
    StringBuilder svg = new StringBuilder(open(ROW));
    for (int k : ticks()) {
      rule(svg, k == 0 ? "bound" : "grid", place(k), ROW);
    }
    int[] inLane = new int[2];
    for (int i = 0; i < results.size(); i++) {
      CaseResult r = results.get(i);
      double worst = r.worst();
      if (worst > 0 && !Double.isInfinite(worst)) {
        svg.append(mark(r, place(StrictMath.log10(worst)), HEIGHTS[i % HEIGHTS.length]));
      } else {
        boolean none = !(worst > 0);
        int k = inLane[none ? 0 : 1]++;
        double column = APART * (k / HEIGHTS.length % 3 - 1);
        svg.append(mark(r, (none ? ZERO : INFINITE) + column, HEIGHTS[k % HEIGHTS.length]));
      }
    }
    return svg.append("</svg>").toString();
  }

  private static String open(int height) {
    return "<svg class=\"row\" width=\"100%\" height=\"" + height + "\">";
  }

  private static void rule(StringBuilder svg, String style, double at, int height) {
    svg.append(
        Text.format(
            "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"%d\"/>",
            style, at, at, height));
  }

  private static String mark(CaseResult r, double at, int height) {
    return Text.format(
        "<svg x=\"%.2f%%\" y=\"%d\" class=\"mark\"><title>%s</title>%s</svg>",
        at, height, Markup.escape(tooltip(r)), shape(r.outcome(), r.tested().exact()));
  }

  /** The mark of a case, about the origin. */
  static String shape(CaseResult.Outcome outcome, boolean exact) {
    return switch (outcome) {
      case PASS ->
          exact
              ? "<path class=\"m-exact\" d=\"M0-5L5 0L0 5L-5 0Z\"/>"
              : "<circle class=\"m-pass\" r=\"4\"/>";
      case FAIL ->
          (exact ? "<path class=\"m-exact m-wrong\" d=\"M0-6L6 0L0 6L-6 0Z\"/>" : "")
              + "<path class=\"m-fail\" d=\"M-4.5-4.5L4.5 4.5M-4.5 4.5L4.5-4.5\"/>";
      case UNSUPPORTED, UNDECIDED -> "<circle class=\"m-none\" r=\"4\"/>";
    };
  }

  private static String tooltip(CaseResult r) {
    return r.tested().name()
        + ": "
        + VerdictWords.outcome(r)
        + (r.worst() >= 0 ? ", error/bound " + VerdictParts.ratio(r.worst()) : "")
        + (r.tested().exact() ? ", judged bit by bit" : "")
        + "\n"
        + r.tested().sees();
  }

  /** The place of a power of ten; the nearer end for one beyond the scale. */
  double place(double power) {
    double within = Math.max(least, Math.min(greatest, power));
    return LEFT + (within - least) / (greatest - least) * ((infinite ? RIGHT : 97) - LEFT);
  }

  private List<Integer> ticks() {
    int stride = greatest - least > 12 ? 4 : 2;
    List<Integer> ticks = new ArrayList<>();
    for (int k = Math.floorDiv(least, stride) * stride; k <= greatest; k += stride) {
      if (k >= least) {
        ticks.add(k);
      }
    }
    return ticks;
  }

  private String scale() {
    StringBuilder svg = new StringBuilder(open(34));
    word(svg, ZERO, "0", "");
    for (int k : ticks()) {
      word(svg, place(k), k == 0 ? "bound" : "1e" + k, k == 0 ? " class=\"strong\"" : "");
    }
    if (infinite) {
      word(svg, INFINITE, "\u221e", "");
    }
    return svg.append("</svg>").toString();
  }

  private static void word(StringBuilder svg, double at, String word, String style) {
    svg.append(
        Text.format(
            "<text%s x=\"%.2f%%\" y=\"14\" text-anchor=\"middle\">%s</text>", style, at, word));
  }
}
