// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

import java.util.Set;
import java.util.StringJoiner;
import org.noisygd.explain.fault.Fault;
import org.noisygd.explain.fault.FaultyProgram;
import org.noisygd.io.json.JsonText;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;

/**
 * A {@link FaultyProgram} as a candidate in this process. Shapes that do not allow its faults are
 * done right.
 *
 * @param faults the faults
 */
public record FaultyCandidate(Set<Fault> faults) implements Candidate {
  @Override
  public Exchange ask(Case tested) throws ProtocolViolation {
    return Exchange.of(tested, "", ask(tested.request()));
  }

  public Reply ask(Request q) throws ProtocolViolation {
    return Ops.ALL.replyReader().read(json(q));
  }

  public String json(Request q) {
    Answer answer = FaultyProgram.answerOrRight(q, faults);
    StringJoiner fields = new StringJoiner(",", "{\"id\":1,", "}");
    answer.fields().forEach((name, m) -> fields.add("\"" + name + "\":" + json(name, m)));
    StringJoiner states = new StringJoiner(",", "\"states\":[", "]");
    answer
        .states()
        .forEach(
            (t, state) ->
                states.add(
                    "{\"t\":%d,\"X\":%s,\"Y\":%s}"
                        .formatted(t, json("X", state.get(0)), json("Y", state.get(1)))));
    return (q.op() == Ops.RUN ? fields.add(states.toString()) : fields).toString();
  }

  private static String json(String name, ReadMatrix m) {
    return name.equals("loss")
        ? m.get(0, 0).literal()
        : JsonText.rows(m.rows(), m.columns(), (i, j) -> m.get(i, j).literal());
  }
}
