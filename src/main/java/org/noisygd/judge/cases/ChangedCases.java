// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.SmallerRequests;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * A problem and then, one after another, requests that each differ in a single field from the one
 * before. A program that keeps results of earlier requests and finds them by a part of the request
 * (a residual by its X, a step by its noise) then answers with numbers that are no longer right.
 *
 * <p>A changed matrix has the numbers of its middle third, counted row by row, rotated by one
 * position; a changed step size or standard deviation is halved. So every number stays a value of
 * the arithmetic, of about the same size. The matrix keeps its corners, its beginning and end, its
 * sum and its norm, so none of these can serve as a key. The step sizes are changed last.
 *
 * <p>Ops without a Hessian also get a change of M alone in a larger problem, in which M has more
 * than 1000 entries: NumPy abbreviates such arrays when it prints them.
 */
public final class ChangedCases implements CaseKind {
  private static final ProblemShape SHAPE = new ProblemShape(4, 5, 2);
  private static final ProblemShape LARGE = new ProblemShape(34, 30, 1);

  private static final ProblemShape MIXED = new ProblemShape(3, 2, 2);

  /** The group of the first request's name. */
  static final String FIRST = "changed-nothing";

  @Override
  public void addTo(CaseSuite suite, Op op) {
    List<String> fields = new ArrayList<>(op.fields());
    fields.remove("record");
    fields.sort(Comparator.comparing(field -> field.startsWith("eta")));
    add(suite, op, SHAPE, fields);
    if (!op.has(Part.HESSIAN)) {
      add(suite, op, LARGE, List.of("M"));
    }
  }

  private static void add(CaseSuite suite, Op op, ProblemShape shape, List<String> fields) {
    Optional<Request> now =
        StandardCases.addOrdinary(
            suite, op, FIRST, shape, 0, "the request that the cases below change");
    for (String field : fields) {
      now = now.map(q -> change(field, q));
      String name = CaseSuite.name(op, "changed-" + field, shape);
      now.ifPresent(q -> suite.keep(name, q, false, "values kept from an earlier request"));
    }
  }

  /** Returns a copy of the request with another value of a field. */
  static Request change(String field, Request q) {
    return switch (field) {
      case "noiseX" -> q.withNoise(d -> new Factors<>(moved(d.x()), d.y()));
      case "noiseY" -> q.withNoise(d -> new Factors<>(d.x(), moved(d.y())));
      default ->
          q.fields().get(field) instanceof Dyadic number
              ? q.with(field, number.scaleByPowerOfTwo(-1))
              : q.with(field, moved(q.matrix(field)));
    };
  }

  private static Matrix<Dyadic> moved(Matrix<Dyadic> a) {
    List<Dyadic> entries = new ArrayList<>(a.entries());
    Collections.rotate(entries.subList(entries.size() / 3, 2 * entries.size() / 3), -1);
    int columns = a.columns();
    return Matrix.of(a.arithmetic(), a.rows(), columns, (i, j) -> entries.get(i * columns + j));
  }

  /**
   * Adds requests in which each op follows each op, itself included, exactly once. Each request
   * differs in one entry of M, X or Y from the one before. So a program that reuses a residual, a
   * product or a buffer of an earlier request, of any op, gives a wrong answer.
   */
  public static void addMixed(CaseSuite suite, List<? extends Op> ops) {
    NumberSource numbers = suite.source("mixed");
    Matrix<Dyadic> m = numbers.matrix(MIXED.d1(), MIXED.d2(), 0);
    Factors<Dyadic> at = numbers.factors(MIXED, 0);
    Factors<Dyadic> direction = numbers.factors(MIXED, -3);
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
          CaseSuite.name(op, "mixed-" + (n + 1), MIXED),
          CaseSuite.withNoises(q, 1, t -> direction),
          false,
          "values kept from the request before: " + before);
    }
  }

  private static Matrix<Dyadic> changed(Matrix<Dyadic> a, int position, Dyadic entry) {
    return SmallerRequests.one(a, position % (a.rows() * a.columns()), old -> entry);
  }

  /**
   * A circuit of the numbers below n in which each follows each exactly once: 0, and for each
   * further k the pairs of k with all below it, and k itself.
   */
  static List<Integer> circuit(int n) {
    List<Integer> circuit = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      for (int below = 0; below < k; below++) {
        circuit.add(below);
        circuit.add(k);
      }
      circuit.add(k);
    }
    circuit.add(0);
    return circuit;
  }
}
