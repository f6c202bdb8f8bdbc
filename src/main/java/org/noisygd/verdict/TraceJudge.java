// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.diagnosis.Diagnostician;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.distribution.IncrementStatistics;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Deviation;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.judgement.ObservedArithmetic;
import org.noisygd.judge.judgement.TracedUpdate;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceReader;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.JsonText;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.Verdict.Program;

/**
 * Judges a trace, update by update, each from its own printed state by {@link Judge}. Memory holds
 * a few states, whatever the file's length.
 */
public final class TraceJudge {
  /** The numbers of JSON; any other literal becomes a string. */
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+");

  private final TraceReader reader;
  private final String file;
  private final TraceHeader header;
  private final BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged;
  private final RoundingModel model;
  private final Judge judge;
  private final TraceWindow window = new TraceWindow();
  private long updates;
  private long failed;
  private long idle;
  private long undecided;
  private long unchecked;
  private boolean anyNoise;
  private double worst = -1;

  /** The largest relative error of a right update; negative if none was judged exactly. */
  private double right = -1;

  private Optional<CaseResult.Failure> first = Optional.empty();
  private Optional<String> request = Optional.empty();

  private TraceJudge(
      String file,
      TraceReader reader,
      BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged) {
    this.file = file;
    this.judged = judged;
    this.reader = reader;
    this.header = reader.header();
    this.model = RoundingModel.named(header.arithmetic().name());
    this.judge = new Judge(model, Rule.TRACE);
  }

  /**
   * Judges a file.
   *
   * @param progress the receiver of the number of updates judged so far
   * @param first the receiver of the verdict, without an explanation
   * @param deadline the end of the search for an explanation
   * @param judged the receiver of each judged update, with its worst failed entry, if any
   * @return the same verdict, with the explanation
   */
  public static TraceVerdict examine(
      Path file,
      LongConsumer progress,
      Consumer<TraceVerdict> first,
      Supplier<DiagnosisDeadline> deadline,
      BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged) {
    TraceVerdict verdict;
    try (TraceReader reader = TraceReader.open(file)) {
      TraceJudge judge = new TraceJudge(file.toString(), reader, judged);
      verdict = judge.examine(progress);
      first.accept(verdict);
      return judge.failed == 0 ? verdict : verdict.explained(judge.explanation(deadline.get()));
    } catch (IllegalArgumentException e) {
      verdict = TraceVerdict.unreadable(file.toString(), String.valueOf(e.getMessage()));
    }
    first.accept(verdict);
    return verdict;
  }

  private TraceVerdict examine(LongConsumer progress) {
    String complaint = "";
    IncrementStatistics increments = new IncrementStatistics(header);
    try {
      TraceState read = reader.next();
      for (TraceState next = read == null ? null : reader.next();
          read != null && next != null;
          next = reader.next()) {
        anyNoise |= read.noiseX() != null || read.noiseY() != null;
        TraceState state = withKnownNoise(read);
        if (state.hasNoise()) {
          judge(new TracedUpdate(header, state, withKnownNoise(next)));
        } else {
          unchecked++;
          if (!anyNoise) {
            increments.add(read, next);
          }
        }
        progress.accept(updates);
        read = next;
      }
    } catch (FormatException e) {
      complaint = String.valueOf(e.getMessage());
    }
    String observed = right < 0 ? "" : ObservedArithmetic.of(right, model.name());
    return new TraceVerdict(
        file,
        new Program(header.name(), model.name(), observed),
        new TraceVerdict.Judged(
            updates - undecided, failed, idle, undecided, unchecked, worst, first),
        anyNoise || updates > 0 ? List.of() : increments.results(),
        complaint,
        Explanation.NONE);
  }

  /** The state; missing noise is zero if the header gives a deviation of zero. */
  private TraceState withKnownNoise(TraceState state) {
    return state.withoutNoise(isZero(header.sigma1()), isZero(header.sigma2()));
  }

  private static boolean isZero(@Nullable ReadNumber sigma) {
    return sigma != null && sigma.decimal().signum() == 0;
  }

  private Explanation explanation(DiagnosisDeadline deadline) {
    List<Diagnosis> diagnosis =
        deadline.guarded(
            "the fault in the updates", List.of(), () -> window.diagnose(header, judge, deadline));
    return Explanation.of(
        "", diagnosis, Map.of(), Optional.empty(), request.map(Replay::of), List.of(), deadline);
  }

  /** Judges one update. */
  private void judge(TracedUpdate update) {
    updates++;
    window.take(update.from(), update.to(), failed > 0);
    var clear = judge.ifClear(update);
    double ratio = clear.applyAsDouble(update.to());
    boolean small = clear.applyAsDouble(update.from()) > 0;
    if (ratio >= 0) {
      idle += small ? 1 : 0;
      worst = Math.max(worst, ratio);
      if (updates % 64 != 1) {
        judged.accept(update, Optional.empty());
        return; // one update in 64 is judged exactly too, which also reveals the arithmetic
      }
    }
    Deviation one = judge.judge(update);
    if (one.worst() < 0) {
      undecided++;
      return;
    }
    idle += small && ratio < 0 ? 1 : 0;
    if (!one.failed()) {
      right = Math.max(right, one.relative());
    }
    worst = Math.max(worst, one.worst());
    if (!(header.hasZeroStep() && one.failed())) { // no theorem states that
      judged.accept(update, one.failure());
    }
    if (one.failed()) {
      if (failed++ == 0) {
        first = one.failure();
        request = Optional.of(stepRequest(update.from()));
      }
    }
  }

  /**
   * An update as a {@code step} request with the literals of the trace, to be repeated by the
   * program that wrote it, or by {@code ./verify.sh serve}.
   */
  private String stepRequest(TraceState state) {
    return new JsonText()
        .integer("id", 1)
        .string("op", Ops.STEP.word())
        .raw("M", rows(header.target()))
        .raw("X", rows(state.x()))
        .raw("Y", rows(state.y()))
        .raw("etaX", number(header.etaX()))
        .raw("etaY", number(header.etaY()))
        .raw("noiseX", rows(state.judgedNoiseX()))
        .raw("noiseY", rows(state.judgedNoiseY()))
        .toString();
  }

  private static String rows(ReadMatrix m) {
    return JsonText.rows(m.rows(), m.columns(), (i, j) -> number(m.get(i, j)));
  }

  private static String number(ReadNumber n) {
    boolean json = n.isDouble() && JSON_NUMBER.matcher(n.literal()).matches();
    return json ? n.literal() : JsonText.quote(n.literal());
  }

  /** The states around a trace's first wrong update, kept to name the fault. */
  private static final class TraceWindow {
    /** Maximum number of states: of one right update, and of four from the first wrong one on. */
    private static final int KEPT = 6;

    private final List<TraceState> states = new ArrayList<>();

    /**
     * Takes the next judged update. Keeps the last two states while all are right, then more.
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
        return List.of(); // numbers that are not dyadic, or not finite: no fault is named
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
      List<Integer> record = IntStream.range(0, states.size()).boxed().toList();
      List<Factors<Dyadic>> noises =
          states.stream()
              .filter(TraceState::hasNoise)
              .map(s -> new Factors<>(s.judgedNoiseX().in(exact), s.judgedNoiseY().in(exact)))
              .toList();
      TraceState start = states.get(0);
      return Request.of(
              Ops.RUN,
              header.target().in(exact),
              new Factors<>(start.x().in(exact), start.y().in(exact)))
          .withSteps(header.etaX().in(exact), header.etaY().in(exact))
          .withRun(noises, record);
    }
  }
}
