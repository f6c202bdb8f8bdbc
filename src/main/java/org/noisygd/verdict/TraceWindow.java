// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.diagnosis.Diagnostician;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;

/** The states around a trace's first wrong update, kept to name the fault. */
public final class TraceWindow {
  /** Maximum number of states: of one right update and of four from the first wrong one on. */
  private static final int KEPT = 6;

  private final List<TraceState> states = new ArrayList<>();

  /**
   * Takes the next judged update. Keeps the last two while all are right, then further ones.
   *
   * @param wrong true if an earlier update is wrong
   */
  void take(TraceState from, TraceState to, boolean wrong) {
    boolean follows = !states.isEmpty() && states.get(states.size() - 1).t() == from.t();
    if (wrong) {
      if (follows && states.size() < KEPT) {
        states.add(to);
      }
      return;
    }
    if (!follows) {
      states.clear();
      states.add(from);
    }
    states.add(to);
    if (states.size() > 3) {
      states.remove(0);
    }
  }

  /** The faults that reproduce the kept updates. */
  List<Diagnosis> diagnose(TraceHeader header, Judge judge, DiagnosisDeadline deadline) {
    Request q;
    try {
      q = request(header);
    } catch (ArithmeticException e) {
      return List.of(); // numbers that are not dyadic, or not finite: nothing is named
    }
    Map<Integer, List<ReadMatrix>> byStep = new HashMap<>();
    for (int n = 0; n < states.size(); n++) {
      byStep.put(n, List.of(states.get(n).x(), states.get(n).y()));
    }
    Answer answer = new Answer(Map.of(), byStep);
    Case tested = new Case("run/trace", q, false, "");
    return new Diagnostician(
            header.arithmetic().name(),
            List.of(judge.judge(tested, answer)),
            Map.of(tested, answer),
            deadline)
        .diagnose(List.of(), Candidate.NONE);
  }

  private Request request(TraceHeader header) {
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    List<Factors<Dyadic>> noises = new ArrayList<>();
    List<Integer> record = new ArrayList<>();
    for (int n = 0; n < states.size(); n++) {
      record.add(n);
      TraceState state = states.get(n);
      if (state.hasNoise()) {
        noises.add(new Factors<>(state.judgedNoiseX().in(exact), state.judgedNoiseY().in(exact)));
      }
    }
    TraceState start = states.get(0);
    return Request.of(
            Ops.RUN,
            header.target().in(exact),
            new Factors<>(start.x().in(exact), start.y().in(exact)))
        .withSteps(header.etaX().in(exact), header.etaY().in(exact))
        .withRun(noises, record);
  }
}
