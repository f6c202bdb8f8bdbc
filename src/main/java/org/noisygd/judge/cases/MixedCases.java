// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.SmallerRequests;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Requests of several ops in turn, in which each op follows each op exactly once, itself included.
 * Each request differs in one entry of M, X or Y from the one before. So a program that reuses a
 * residual, a product or a buffer of an earlier request, of any op, gives a wrong answer.
 */
public final class MixedCases {
  private static final ProblemShape SHAPE = new ProblemShape(3, 2, 2);

  private MixedCases() {}

  public static void addTo(CaseSuite suite, List<? extends Op> ops) {
    NumberSource numbers = suite.source("mixed");
    Matrix<Dyadic> m = numbers.matrix(SHAPE.d1(), SHAPE.d2(), 0);
    Factors<Dyadic> at = numbers.factors(SHAPE, 0);
    Factors<Dyadic> direction = numbers.factors(SHAPE, -3);
    List<Integer> circuit = circuit(ops.size());
    for (int n = 0; n < circuit.size(); n++) {
      Op op = ops.get(circuit.get(n));
      int position = n / 3;
      switch (n % 3) {
        case 0 -> m = changed(m, position, numbers.ordinary());
        case 1 -> at = new Factors<>(changed(at.x(), position, numbers.ordinary()), at.y());
        default -> at = new Factors<>(at.x(), changed(at.y(), position, numbers.ordinary()));
      }
      Request q =
          Request.of(op, m, at)
              .withDirection(direction)
              .withSteps(numbers.positive(-5), numbers.positive(-4))
              .withSigmas(numbers.positive(-1), numbers.positive(-2));
      String before = n == 0 ? "of the last op" : ops.get(circuit.get(n - 1)).word();
      suite.keep(
          CaseSuite.name(op, "mixed-" + (n + 1), SHAPE),
          CaseSuite.withNoises(q, 1, t -> direction),
          false,
          "values kept from the request before: " + before);
    }
  }

  private static Matrix<Dyadic> changed(Matrix<Dyadic> a, int position, Dyadic entry) {
    return SmallerRequests.one(a, position % (a.rows() * a.columns()), old -> entry);
  }

  /** A circuit of the numbers below n in which each follows each exactly once (Hierholzer). */
  static List<Integer> circuit(int n) {
    int[] next = new int[n];
    Arrays.fill(next, n - 1);
    Deque<Integer> path = new ArrayDeque<>(List.of(0));
    List<Integer> circuit = new ArrayList<>();
    while (!path.isEmpty()) {
      int from = path.getLast();
      if (next[from] >= 0) {
        path.addLast(next[from]--);
      } else {
        circuit.add(path.removeLast());
      }
    }
    // The path is in reverse order; reversed, it passes through all pairs as well.
    return circuit;
  }
}
