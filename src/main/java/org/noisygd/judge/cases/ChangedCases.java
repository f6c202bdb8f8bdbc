// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
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
    OrdinaryCases.add(suite, op, FIRST, shape, 0, "the request that the cases below change")
        .ifPresent(first -> addChanged(suite, op, shape, fields, first));
  }

  private static void addChanged(
      CaseSuite suite, Op op, ProblemShape shape, List<String> fields, Request first) {
    Request now = first;
    for (String field : fields) {
      now = change(field, now);
      suite.keep(
          CaseSuite.name(op, "changed-" + field, shape),
          now,
          false,
          "values kept from an earlier request");
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
}
