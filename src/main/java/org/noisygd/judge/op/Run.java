// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.cases.ChangedCases;
import org.noisygd.judge.cases.StandardCases;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op.ReplyField;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.ReplyJson;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.number.Arithmetic;

/**
 * T perturbed updates, some of whose states are recorded. Each recorded state is judged from the
 * last recorded one before it, or from the start.
 */
final class Run extends JudgedOp {
  /** Maximum number of steps of a run in exact arithmetic; every step triples the digits. */
  private static final int MAX_EXACT_STEPS = 8;

  Run() {
    super(
        "run",
        Set.of(Part.RESIDUAL, Part.UPDATE, Part.RUN),
        List.of("M", "X", "Y", "etaX", "etaY", "noiseX", "noiseY", "record"),
        ReplyField.pair("X", "Y"));
  }

  @Override
  public List<String> replyNames() {
    return List.of("states", "t", "X", "Y");
  }

  @Override
  public Answer read(Reply from, Request q, Arithmetic<?> arithmetic) {
    return new Answer(Map.of(), from.states(q.record(), q.d1(), q.d2(), q.r(), arithmetic));
  }

  @Override
  @SuppressWarnings("shape") // the update checks that iterates fit
  public <T> Map<String, String> answer(RequestReader<T> q) {
    List<Factors<T>> noises = q.noises();
    if (q.arithmetic().isExact() && noises.size() > MAX_EXACT_STEPS) {
      return ReplyJson.UNSUPPORTED;
    }
    List<Integer> record = q.record();
    List<String> states = new ArrayList<>();
    PerturbedUpdate<T> update = q.update();
    new PerturbedRun<>(update, t -> noises.get((int) t))
        .run(
            q.at(),
            0,
            noises.size(),
            (t, state) -> {
              if (record.contains((int) t)) {
                states.add(
                    new JsonText()
                        .integer("t", t)
                        .raw("X", ReplyJson.rows(state.x()))
                        .raw("Y", ReplyJson.rows(state.y()))
                        .toString());
              }
            });
    return Map.of("states", ReplyJson.array(states));
  }

  @Override
  protected List<CaseKind> kinds() {
    return StandardCases.and(new ChangedCases());
  }
}
