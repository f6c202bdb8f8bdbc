// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.MistakeFamily;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Entries;

/**
 * Finds the sizes with which mistakes of one family, or of two at once, reproduce one answer: least
 * squares by Gauss-Newton, from each of the families' starts, in binary64 and finally with exact
 * images. Deviations are in units of the bound. The sizes are then tried on all answers.
 */
record SizeFit(MistakeFit fit, List<MistakeFamily> families, Case tested) {
  private static final int ITERATIONS = 20;

  /** Iterations with exact images: binary64 has given the size as precisely as it can. */
  private static final int EXACT_ITERATIONS = 2;

  /** The relative change of a size for a numerical derivative. */
  private static final double CHANGE = 1e-6;

  /** A size nearer than this to a number of few digits is that number: an author wrote it. */
  private static final double WRITTEN = 1e-9;

  /**
   * A size this much smaller than its start is 0: what it multiplies is missing, which is another
   * mistake with a name of its own, or none.
   */
  private static final double VANISHING = 1e-20;

  private static final MathContext FEW_DIGITS = new MathContext(6);

  /** The mistakes worth a trial, each once: every start and what the fit finds from it. */
  Stream<Set<Mistake>> mistakes() {
    Stream<List<Double>> starts = Stream.of(List.of());
    for (MistakeFamily family : families) {
      starts = starts.flatMap(first -> family.starts().stream().map(c -> joined(first, c)));
    }
    return starts.flatMap(start -> from(start).stream()).distinct().map(this::of);
  }

  private static List<Double> joined(List<Double> first, double last) {
    return Stream.concat(first.stream(), Stream.of(last)).toList();
  }

  /** The mistakes of these sizes. */
  private Set<Mistake> of(List<Double> sizes) {
    Set<Mistake> all = new LinkedHashSet<>();
    for (int k = 0; k < sizes.size(); k++) {
      all.add(families.get(k).of(sizes.get(k)));
    }
    return all;
  }

  /** The sizes worth a trial: the start, the fitted sizes, and near numbers of few digits. */
  private List<List<Double>> from(List<Double> start) {
    List<List<Double>> found = new ArrayList<>();
    found.add(start);
    List<Double> c = iterated(Binary64.INSTANCE, start, ITERATIONS);
    if (!areFinite(c) || !near(c)) {
      return found;
    }
    c = iterated(RunMistakes.EXACT, c, EXACT_ITERATIONS);
    boolean vanishes = false;
    List<Double> written = new ArrayList<>();
    for (int k = 0; areFinite(c) && k < c.size(); k++) {
      double size = c.get(k);
      double rounded = new BigDecimal(size).round(FEW_DIGITS).doubleValue();
      written.add(Math.abs(rounded - size) <= WRITTEN * Math.abs(size) ? rounded : size);
      vanishes |= Math.abs(size) <= VANISHING * Math.abs(start.get(k));
    }
    if (areFinite(c) && !vanishes) {
      found.add(written);
      found.add(c);
    }
    return found;
  }

  private static boolean areFinite(List<Double> sizes) {
    return sizes.stream().allMatch(Double::isFinite);
  }

  /** Whether sizes found in binary64 are worth exact images. */
  private boolean near(List<Double> sizes) {
    return Entries.largest(deviations(Binary64.INSTANCE, sizes)) < COARSE;
  }

  /** A fit in binary64 has failed unless it is within this many bounds. */
  private static final double COARSE = 1e6;

  private List<Double> iterated(Arithmetic<?> arithmetic, List<Double> start, int most) {
    List<Double> c = start;
    for (int n = 0; n < most; n++) {
      double[] here = deviations(arithmetic, c);
      List<double[]> slopes = new ArrayList<>();
      for (int k = 0; k < c.size(); k++) {
        double size = c.get(k);
        double h = size == 0 ? CHANGE : size * CHANGE;
        double[] there = deviations(arithmetic, changed(c, k, size + h));
        double[] slope = new double[here.length];
        for (int i = 0; i < Math.min(here.length, there.length); i++) {
          slope[i] = (there[i] - here[i]) / h;
        }
        slopes.add(slope);
      }
      double[] step = leastSquares(slopes, here);
      boolean still = true;
      List<Double> next = new ArrayList<>();
      for (int k = 0; k < step.length; k++) {
        next.add(c.get(k) - step[k]);
        still &= Math.abs(step[k]) <= Math.ulp(next.get(k));
      }
      if (!areFinite(next)) {
        return n == 0 ? next : c;
      }
      c = next;
      if (still) {
        break;
      }
    }
    return c;
  }

  private static List<Double> changed(List<Double> sizes, int k, double size) {
    List<Double> changed = new ArrayList<>(sizes);
    changed.set(k, size);
    return changed;
  }

  /** The multiples of one or two vectors whose sum is nearest to another vector. */
  private static double[] leastSquares(List<double[]> vectors, double[] to) {
    double[] u = vectors.get(0);
    double uu = Entries.inner(u, u);
    double ut = Entries.inner(u, to);
    if (vectors.size() == 1) {
      return new double[] {ut / uu};
    }
    double[] v = vectors.get(1);
    double vv = Entries.inner(v, v);
    double vt = Entries.inner(v, to);
    double uv = Entries.inner(u, v);
    double det = uu * vv - uv * uv;
    return new double[] {(vv * ut - uv * vt) / det, (uu * vt - uv * ut) / det};
  }

  /**
   * By how many bounds the image for some sizes misses the answer, entry by entry; NaN if they make
   * numbers overflow.
   */
  private <T> double[] deviations(Arithmetic<T> arithmetic, List<Double> sizes) {
    List<Double> found = new ArrayList<>();
    List<Compared<T>> compared;
    try {
      compared = fit.compared(arithmetic, of(sizes), tested);
    } catch (ArithmeticException e) {
      return new double[] {Double.NaN};
    }
    for (Compared<T> one : compared) {
      double bound = one.limit().decides() ? one.limit().largest().doubleValue() : 0;
      for (int n = 0; n < one.actual().entries().size(); n++) {
        T value = one.image().entries().get(n);
        if (!arithmetic.isFinite(value)) {
          found.add(Double.NaN);
        } else if (bound > 0) {
          found.add(apart(arithmetic, value, one.actual().entries().get(n)) / bound);
        }
      }
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static <T> double apart(Arithmetic<T> arithmetic, T image, ReadNumber actual) {
    if (image instanceof Double d && actual.isDouble()) {
      return d - actual.nearestDouble();
    }
    // Rounded to more digits than a double has: an exact difference may have thousands.
    return Deviation.decimal(arithmetic, image)
        .subtract(actual.decimal(), MathContext.DECIMAL128)
        .doubleValue();
  }
}
