// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.workload.Agreement;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Text;

/**
 * The reference iterates for all implementations, computed by {@code descent}: in binary64 for
 * problems in binary64, else in decimal with ten more digits.
 */
public final class Reference {
  private static final int MORE_DIGITS = 10;

  private final Problem problem;
  private final Map<Integer, Answer> answers = new HashMap<>();

  /** The reference for a problem, computed on first use. */
  public Reference(Problem problem) {
    this.problem = problem;
  }

  private record Answer(List<BigDecimal> iterate, double boundLog10) {}

  /**
   * Advances a fresh session and compares the first, the second and the last replicate.
   *
   * @return the difference and its bound in words, or null if all are within their bounds
   * @throws java.io.IOException if a peer fails
   */
  public @Nullable String difference(Session session) throws java.io.IOException {
    session.run(problem.checkedSteps());
    int last = session.replicates() - 1;
    int[] replicates = {0, Math.min(1, last), last};
    for (int n = 0; n < replicates.length; n++) {
      int replicate = replicates[n];
      int first = replicate % problem.slots(); // replicates repeat their noise after this many
      Answer answer = answers.computeIfAbsent(first, of -> compute(of));
      double difference =
          Agreement.differenceLog10(
              answer.iterate().toArray(new BigDecimal[0]), session.iterate(replicate));
      if (!(difference <= answer.boundLog10())) {
        return Text.format(
            "replicate %d differs from the reference by 1e%.1f, more than the bound 1e%.1f",
            replicate, difference, answer.boundLog10());
      }
    }
    return null;
  }

  private Answer compute(int replicate) {
    OwnSession session =
        problem.isBinary64()
            ? problem.d1() * problem.d2() * problem.r() > 10_000
                ? OwnSession.doubles(problem, replicate)
                : OwnSession.descent(problem, Binary64.INSTANCE, replicate)
            : OwnSession.descent(
                problem, DecimalArithmetic.ofDigits(problem.digits() + MORE_DIGITS), replicate);
    double[][] rounded = new double[problem.checkedSteps()][];
    for (int t = 0; t < rounded.length; t++) {
      BigDecimal[] now = session.iterate(0);
      rounded[t] = new double[now.length];
      for (int n = 0; n < now.length; n++) {
        rounded[t][n] = now[n].doubleValue();
      }
      session.run(1);
    }
    List<BigDecimal> iterate = List.of(session.iterate(0));
    return new Answer(iterate, Agreement.boundLog10(problem, rounded, replicate));
  }
}
