// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.MistakeFamily;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Entries;

/**
 * Finds the size with which a mistake of a family reproduces one answer: least squares by
 * Gauss-Newton, from each of the family's starts, in binary64 and finally with exact images.
 * Deviations are in units of the bound. The size is then tried on all answers.
 */
record SizeFit(MistakeFit fit, MistakeFamily family, Case tested) {
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

  /** The sizes worth a trial, each once: every start and what the fit finds from it. */
  Stream<Double> sizes() {
    return family.starts().stream().flatMap(start -> from(start).stream()).distinct();
  }

  /** The sizes worth a trial: the start, the fitted size, and a near number of few digits. */
  private List<Double> from(double start) {
    List<Double> found = new ArrayList<>();
    found.add(start);
    double c = iterated(Binary64.INSTANCE, start, ITERATIONS);
    if (!Double.isFinite(c) || !near(c)) {
      return found;
    }
    c = iterated(RunMistakes.EXACT, c, EXACT_ITERATIONS);
    if (Double.isFinite(c) && Math.abs(c) > VANISHING * Math.abs(start)) {
      double written = new BigDecimal(c).round(FEW_DIGITS).doubleValue();
      if (Math.abs(written - c) <= WRITTEN * Math.abs(c)) {
        found.add(written);
      }
      found.add(c);
    }
    return found;
  }

  /** Whether a size found in binary64 is worth exact images. */
  private boolean near(double c) {
    return Entries.largest(deviations(Binary64.INSTANCE, c)) < COARSE;
  }

  /** A fit in binary64 has failed unless it is within this many bounds. */
  private static final double COARSE = 1e6;

  private double iterated(Arithmetic<?> arithmetic, double start, int most) {
    double c = start;
    for (int n = 0; n < most; n++) {
      double h = c == 0 ? CHANGE : c * CHANGE;
      double[] here = deviations(arithmetic, c);
      double[] there = deviations(arithmetic, c + h);
      double slopes = 0;
      double product = 0;
      for (int k = 0; k < here.length && k < there.length; k++) {
        double slope = (there[k] - here[k]) / h;
        slopes += slope * slope;
        product += slope * here[k];
      }
      double step = product / slopes;
      if (!Double.isFinite(step)) {
        return n == 0 ? Double.NaN : c;
      }
      c -= step;
      if (Math.abs(step) <= Math.ulp(c)) {
        break;
      }
    }
    return c;
  }

  /**
   * By how many bounds the image for a size misses the answer, entry by entry; NaN if the size
   * makes numbers overflow.
   */
  private <T> double[] deviations(Arithmetic<T> arithmetic, double c) {
    List<Double> found = new ArrayList<>();
    List<Compared<T>> compared;
    try {
      compared = fit.compared(arithmetic, Set.of(family.of(c)), tested);
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
