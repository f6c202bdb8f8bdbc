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

/** The states around a trace's first wrong update, kept so that the mistake can be named. */
public final class TraceWindow {
  /** The most states that are kept. */
  private static final int KEPT = 6;

  private final List<TraceState> states = new ArrayList<>();

  /**
   * Takes an update that was judged, of several that follow each other: the last two while none is
   * wrong, then some more from the first wrong one on.
   *
   * @param wrong whether one before it is wrong
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

  /** The mistakes that reproduce the kept updates. */
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
