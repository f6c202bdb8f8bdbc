// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.noisygd.number.Arithmetic;

/**
 * The numbers of a reply: its fields, or, for a run, its states by step.
 *
 * @param fields the matrices by field name, in order; empty for a run
 * @param states (X, Y) by step; empty for any other op
 */
public record Answer(Map<String, ReadMatrix> fields, Map<Integer, List<ReadMatrix>> states) {

  /** Reads the numbers of a reply to a request other than a sample. */
  public static Answer of(Request q, Reply reply, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    List<String> names = q.op().replyFields();
    switch (q.op()) {
      case LOSS, SMOOTHED_LOSS -> fields.put("loss", reply.scalar("loss", arithmetic));
      case HESSIAN, SMOOTHED_HESSIAN -> {
        int side = q.at().variables();
        fields.put("hessian", reply.matrix("hessian", side, side, arithmetic));
      }
      case RUN -> {
        return new Answer(Map.of(), new TreeMap<>(reply.states(q, arithmetic)));
      }
      default -> {
        fields.put(names.get(0), reply.matrix(names.get(0), q.d1(), q.r(), arithmetic));
        fields.put(names.get(1), reply.matrix(names.get(1), q.d2(), q.r(), arithmetic));
      }
    }
    return new Answer(fields, Map.of());
  }

  /** Whether every number is finite. */
  public boolean isFinite() {
    return fields.values().stream().allMatch(ReadMatrix::isFinite)
        && states.values().stream().allMatch(s -> s.get(0).isFinite() && s.get(1).isFinite());
  }
}
