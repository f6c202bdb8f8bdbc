// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;

/**
 * A request and its answer. An update of a run is a request from the printed state before it.
 *
 * @param request the request, never a run
 * @param fields the answer's matrices
 * @param step the update's number in its run; 0 for any other op
 */
record AnsweredRequest(Request request, Map<String, ReadMatrix> fields, int step) {
  /** The number of updates of a run, from the start and from its first wrong one, that are used. */
  private static final int UPDATES = 4;

  /** The pieces of an answer; of a run, its updates between recorded dyadic states. */
  static List<AnsweredRequest> of(Request q, Answer answer, int wrong) {
    if (q.op() != Ops.RUN) {
      return List.of(new AnsweredRequest(q, answer.fields(), 0));
    }
    List<AnsweredRequest> pieces = new ArrayList<>();
    for (int t = 0; t < q.noises().size(); t++) {
      boolean used = t < UPDATES || (t >= wrong && t < wrong + UPDATES);
      if (used && answer.states().containsKey(t) && answer.states().containsKey(t + 1)) {
        try {
          DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
          List<ReadMatrix> from = answer.state(t);
          Factors<Dyadic> state = new Factors<>(from.get(0).in(exact), from.get(1).in(exact));
          pieces.add(new AnsweredRequest(q.update(Ops.STEP, t, state), answer.fields(t + 1), t));
        } catch (ArithmeticException e) {
          // The state is not dyadic.
        }
      }
    }
    return pieces;
  }
}
