// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.noisygd.descent.experiment.Experiment;

/**
 * How far runs in several arithmetics are from a run in a wide one under the same noise, step by
 * step, beside the bound of {@link DistanceStudy}.
 *
 * @param setting the problem
 * @param reference the wide arithmetic
 * @param replicates how many replicates
 * @param steps how many updates each
 * @param seed of noise and starts
 * @param results one for each arithmetic
 */
public record DistanceResult(
    Experiment setting,
    String reference,
    int replicates,
    long steps,
    long seed,
    List<OfArithmetic> results) {

  /** Keeps its own copies. */
  public DistanceResult {
    results = List.copyOf(results);
  }

  /**
   * What was seen at one step, over all replicates.
   *
   * @param step the step
   * @param distance the largest distance, ||(X, Y) - (X, Y) of the reference||_F, rounded up once
   * @param bound the largest bound; none where that of a replicate no longer says anything
   * @param leastRatio the least of bound over distance; none where no replicate has both
   */
  public record Point(
      long step, BigDecimal distance, Optional<BigDecimal> bound, OptionalDouble leastRatio) {}

  /**
   * What was seen of one arithmetic.
   *
   * @param arithmetic its name
   * @param firstBeyond the first step at which any replicate was farther off than its bound
   * @param course every step from 0 to the last
   */
  public record OfArithmetic(String arithmetic, OptionalLong firstBeyond, List<Point> course) {
    /** Keeps its own copies. */
    public OfArithmetic {
      course = List.copyOf(course);
    }

    /** What was seen at the last step. */
    public Point last() {
      return course.get(course.size() - 1);
    }
  }
}
