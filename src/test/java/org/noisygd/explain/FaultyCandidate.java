// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.mistake.Mistake;
import org.noisygd.explain.mistake.RunMistake;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.ReplyReader;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/**
 * A candidate in this process that makes the given mistakes, with each result rounded to binary64
 * once. Shapes that do not allow them are done right.
 *
 * @param faults the mistakes
 */
public record FaultyCandidate(Set<Mistake> faults) implements Candidate {
  private static final ReplyReader READER = Ops.ALL.replyReader();

  @Override
  public Exchange ask(Case tested) throws ProtocolViolation {
    return Exchange.of(tested, "", ask(tested.request()));
  }

  public Reply ask(Request q) throws ProtocolViolation {
    return READER.read(json(q));
  }

  public String json(Request q) {
    if (q.op() == Ops.RUN) {
      return "{\"id\":1,\"states\":[" + run(q) + "]}";
    }
    Map<String, Matrix<Double>> image =
        Mistake.image(DyadicArithmetic.INSTANCE, q, faults)
            .fields()
            .orElseGet(() -> RightQuantities.due(q))
            .entrySet()
            .stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> e.getValue().roundTo(Binary64.INSTANCE)));
    return "{\"id\":1,"
        + image.entrySet().stream()
            .map(
                e ->
                    "\""
                        + e.getKey()
                        + "\":"
                        + (e.getKey().equals("loss")
                            ? Literals.format(e.getValue().get(0, 0))
                            : rows(e.getValue())))
            .collect(Collectors.joining(","))
        + "}";
  }

  private String run(Request q) {
    StringBuilder states = new StringBuilder();
    Factors<Double> state = q.at().roundTo(Binary64.INSTANCE);
    for (int t = 0; t <= q.noises().size(); t++) {
      if (q.record().contains(t)) {
        states.append(states.length() == 0 ? "" : ",").append("{\"t\":").append(t);
        states.append(",\"X\":").append(rows(state.x())).append(",\"Y\":").append(rows(state.y()));
        states.append('}');
      }
      if (t < q.noises().size()) {
        state =
            Mistake.image(DyadicArithmetic.INSTANCE, q, faults)
                .update
                .step(state.toExactly(DyadicArithmetic.INSTANCE), q.noises().get(used(q, t)))
                .roundTo(Binary64.INSTANCE);
      }
    }
    return states.toString();
  }

  private int used(Request q, int t) {
    return faults.contains(RunMistake.NOISE_NEXT) ? Math.min(t + 1, q.noises().size() - 1) : t;
  }

  public static String rows(Matrix<Double> m) {
    return IntStream.range(0, m.rows())
        .mapToObj(
            i ->
                IntStream.range(0, m.columns())
                    .mapToObj(j -> Literals.format(m.get(i, j)))
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
