// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.commons.math3.special.Erf;

/**
 * Tests recovered noise by counts in cells of equal probability. Counts may be too even
 * (stratified, Latin hypercube and quasi-random draws) or too uneven. The normal law is halved into
 * cells again and again ({@link CellTree}); if rounding hides magnitudes, there are two cells,
 * positive and negative. The tests count the numbers of a group, and pairs of numbers in cells of
 * the plane.
 */
final class EvennessLaw {
  /** How often each number of a pair is halved: the plane has 2^6 cells. */
  private static final int PAIR_DEPTH = 3;

  /** With more slack than this only signs are counted. */
  private static final double FINE = 1e-3;

  /** With more slack than this pairs are not counted. */
  private static final double EXACT = 1e-9;

  private final List<RecoveredNoise> samples;
  private final Strongest even = new Strongest(LawFamily.EVENNESS);
  private final Strongest cells = new Strongest(LawFamily.CELLS);

  private EvennessLaw(List<RecoveredNoise> samples) {
    this.samples = samples;
  }

  /** All tests, each with what it counts and the mistake that makes counts too uneven. */
  static List<LawResult> of(List<RecoveredNoise> samples) {
    EvennessLaw law = new EvennessLaw(samples);
    law.count(
        Grouping.ENTRY, 4, "of each entry's numbers over the draws of a request", "noise-law");
    law.count(
        Grouping.ENTRY,
        1,
        "of each entry's positive numbers over the draws of a request",
        "noise-mean");
    law.count(Grouping.DRAW, 2, "of the numbers of each draw", "noise-dependent");
    law.count(Grouping.FACTOR, 8, "of all numbers of a request", "noise-law");
    law.pairs(
        (s, plane) -> Grouping.DRAW.of(s).forEach(plane::addInTwos),
        "of pairs of neighbouring numbers of a draw",
        "noise-dependent");
    law.pairs(
        (s, plane) -> Grouping.ENTRY.of(s).forEach(plane::addInTwos),
        "of pairs of an entry's numbers in successive draws",
        "noise-autocorrelated");
    law.pairs(
        EvennessLaw::factors,
        "of pairs of a number of X's noise and one of Y's",
        "noise-correlated");
    return List.of(law.even.result(), law.cells.result());
  }

  /** Counts each group's numbers in cells halved {@code depth} times, or once if slack is large. */
  private void count(Grouping of, int depth, String words, String uneven) {
    CellTree tree = new CellTree();
    double[] fine = CellTree.cuts(depth);
    double[] signs = CellTree.cuts(1);
    for (RecoveredNoise s : samples) {
      boolean magnitudes = depth > 1 && s.slack() <= FINE;
      of.of(s)
          .map(
              numbers ->
                  new CellTree.Counts(
                      magnitudes ? fine : signs, magnitudes ? s.slack() : 0, numbers))
          .forEach(tree::add);
    }
    add(tree, words, uneven);
  }

  /** Counts pairs of numbers in cells of the plane; {@code of} gives the pairs of a sample. */
  private void pairs(BiConsumer<RecoveredNoise, Plane> of, String words, String uneven) {
    CellTree tree = new CellTree();
    for (RecoveredNoise s : samples) {
      if (s.slack() <= EXACT) {
        Plane plane = new Plane();
        of.accept(s, plane);
        tree.add(plane.counts);
      }
    }
    add(tree, words, uneven);
  }

  private void add(CellTree tree, String what, String unevenCode) {
    String format =
        "counts %s, in cells of equal probability, differ from their expectation by %.3f times what"
            + " chance gives";
    double ratio = StrictMath.sqrt(tree.ratio());
    even.add(tree.tooEven(), "draws-quasi-random", format, what, ratio);
    cells.add(tree.tooUneven(), unevenCode, format, what, ratio);
  }

  private static void factors(RecoveredNoise s, Plane plane) {
    for (int k = 0; k < s.draws; k++) {
      for (int i = 0; i < Math.min(s.inX, s.inY); i++) {
        plane.add(s.number(k, i), s.number(k, s.inX + i));
      }
    }
  }

  /** Cells of the plane: the two numbers are halved in turn. */
  private static final class Plane {
    private final double[] cuts = CellTree.cuts(PAIR_DEPTH);
    private final CellTree.Counts counts;

    Plane() {
      double[] plane = new double[(1 << (2 * PAIR_DEPTH)) - 1];
      Arrays.setAll(plane, j -> j + 0.5);
      counts = new CellTree.Counts(plane, 0);
    }

    void addInTwos(double[] numbers) {
      for (int i = 0; i + 1 < numbers.length; i += 2) {
        add(numbers[i], numbers[i + 1]);
      }
    }

    void add(double u, double v) {
      int a = cell(u);
      int b = cell(v);
      int cell = 0;
      for (int bit = PAIR_DEPTH - 1; bit >= 0; bit--) {
        cell = 4 * cell + 2 * ((a >>> bit) & 1) + ((b >>> bit) & 1);
      }
      counts.add(cell);
    }

    private int cell(double v) {
      int cell = 0;
      while (cell < cuts.length && v > cuts[cell]) {
        cell++;
      }
      return cell;
    }
  }

  /**
   * Counts in cells of equal probability, as a tree of halves. Given that a node holds N numbers,
   * the count in its left half is that of the heads of N fair coins, independent of all other
   * nodes. So the sum of 4 (left - N/2)^2 / N has Chernoff bounds of a chi-square ({@link
   * #tooUneven}), and the probabilities of a left half so near to N/2 are combined by Fisher's
   * method ({@link #tooEven}). The bounds are exact for any counts, not asymptotic.
   */
  static final class CellTree {
    /** Cuts lie within this factor of the true quantiles. */
    private static final double CUTS = 1e-14;

    private double nodes;
    private double near;
    private double squares;

    /** The quantiles j / 2^depth of the normal law, j from 1 to 2^depth - 1. */
    static double[] cuts(int depth) {
      double[] cuts = new double[(1 << depth) - 1];
      for (int j = 0; j < cuts.length; j++) {
        double p = (j + 1.0) / (1 << depth);
        double t = p == 0.5 ? 0 : -StrictMath.sqrt(2) * Erf.erfInv(1 - 2 * p);
        for (int newton = 0; newton < 3 && p != 0.5; newton++) {
          double density = StrictMath.exp(-t * t / 2) / StrictMath.sqrt(2 * Math.PI);
          t -= (LawTail.below(t) - p) / density;
        }
        cuts[j] = t;
      }
      return cuts;
    }

    /**
     * Counts of numbers between cuts.
     *
     * <p>{@code open[j]} counts numbers so near to cut j - 1 that rounding may have moved them
     * across it.
     */
    static final class Counts {
      private final double[] cuts;
      private final double width;
      private final int[] in;
      private final int[] open;

      Counts(double[] cuts, double slack, double... numbers) {
        this.cuts = cuts;
        this.width = StrictMath.expm1(slack) + CUTS;
        in = new int[cuts.length + 1];
        open = new int[cuts.length + 2];
        Arrays.stream(numbers).forEach(this::add);
      }

      void add(double v) {
        int found = Arrays.binarySearch(cuts, v);
        int cell = found >= 0 ? found + 1 : -found - 1;
        in[cell]++;
        if (cell > 0 && v - cuts[cell - 1] <= width * Math.abs(v)) {
          open[cell]++;
        } else if (cell < cuts.length && cuts[cell] - v <= width * Math.abs(v)) {
          open[cell + 1]++;
        }
      }
    }

    /** Adds the nodes of a tree. */
    void add(Counts counts) {
      split(counts, 0, counts.in.length);
    }

    private int split(Counts c, int from, int to) {
      if (to - from == 1) {
        return c.in[from];
      }
      int middle = (from + to) / 2;
      int left = split(c, from, middle);
      int all = left + split(c, middle, to);
      int outer = c.open[from] + c.open[to];
      // A number moved across an outer cut changes left - N/2 by a half, across the middle by one.
      add(left, all, c.open[middle] + outer / 2.0, outer);
      return all;
    }

    /**
     * A node.
     *
     * @param moved by how much rounding may have changed left - all/2
     * @param outer by how much it may have changed all
     */
    private void add(int left, int all, double moved, int outer) {
      double off = Math.abs(left - all / 2.0);
      nodes++;
      near += LawTail.nearHalf(all - outer, off + moved);
      double surely = Math.max(0, off - moved);
      squares += surely > 0 ? 4 * surely * surely / (all + outer) : 0;
    }

    /** Evidence that counts are nearer to their expectation than chance allows. */
    double tooEven() {
      return LawTail.fisher(nodes, near);
    }

    /** Evidence that counts are farther from their expectation than chance allows. */
    double tooUneven() {
      return nodes > 0 ? LawTail.chiSquareAbove(nodes, squares / nodes) : 0;
    }

    /** The squared distance of the counts from their expectation, over what chance gives. */
    double ratio() {
      return squares / nodes;
    }
  }
}
