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
import java.util.stream.IntStream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.diagnosis.Diagnostician;
import org.noisygd.io.FormatException;
import org.noisygd.io.json.JsonText;
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
import org.noisygd.number.Literals;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.Verdict.Program;

/**
 * Judges a trace update by update: {@link Judge} compares each state with the exact update of the
 * state printed before it. Memory holds a few states, however long the file is.
 */
public final class TraceJudge {
  /**
   * Maximum number of kept states: those of one right update, and of four from the first wrong one
   * on.
   */
  private static final int KEPT = 6;

  private final TraceReader reader;
  private final String file;
  private final TraceHeader header;
  private final BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged;
  private final Judge judge;
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

  /** The states around the first wrong update, kept to name the fault. */
  private final List<TraceState> kept = new ArrayList<>();

  private TraceJudge(
      String file,
      TraceReader reader,
      BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged) {
    this.file = file;
    this.judged = judged;
    this.reader = reader;
    this.header = reader.header();
    this.judge = new Judge(RoundingModel.named(header.arithmetic().name()), Rule.TRACE);
  }

  /**
   * Judges a file.
   *
   * @param progress the receiver of the number of updates judged so far
   * @param first the receiver of the verdict without an explanation
   * @param deadline the supplier of the deadline of the search for an explanation
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
      TraceState before = reader.next();
      TraceState next = before == null ? null : reader.next();
      while (before != null && next != null) {
        anyNoise |= before.noiseX() != null || before.noiseY() != null;
        TraceState state = withKnownNoise(before);
        if (state.hasNoise()) {
          judge(new TracedUpdate(header, state, withKnownNoise(next)));
        } else {
          unchecked++;
          if (!anyNoise) {
            increments.add(before, next);
          }
        }
        progress.accept(updates);
        before = next;
        next = reader.next();
      }
    } catch (FormatException e) {
      complaint = String.valueOf(e.getMessage());
    }
    String declared = header.arithmetic().name();
    String observed = right < 0 ? "" : ObservedArithmetic.of(right, declared);
    return new TraceVerdict(
        file,
        new Program(header.name(), declared, observed),
        new TraceVerdict.Judged(
            updates - undecided, failed, idle, undecided, unchecked, worst, first),
        anyNoise || updates > 0 ? List.of() : increments.results(),
        complaint,
        Explanation.NONE);
  }

  /** The state; missing noise is zero if the header gives a deviation of zero. */
  private TraceState withKnownNoise(TraceState state) {
    return state.withZeroNoise(isZero(header.sigma1()), isZero(header.sigma2()));
  }

  private static boolean isZero(@Nullable ReadNumber sigma) {
    return sigma != null && sigma.decimal().signum() == 0;
  }

  private Explanation explanation(DiagnosisDeadline deadline) {
    List<Diagnosis> diagnosis =
        deadline.guarded("the fault in the updates", List.of(), () -> diagnose(deadline));
    Optional<Replay> replay = request.map(r -> new Replay(r, ""));
    return Explanation.of("", diagnosis, Map.of(), Optional.empty(), replay, List.of(), deadline);
  }

  /** Judges one update. */
  private void judge(TracedUpdate update) {
    updates++;
    keep(update);
    var clear = judge.ifClear(update);
    double ratio = clear.applyAsDouble(update.to());
    boolean small = clear.applyAsDouble(update.from()) > 0;
    if (ratio >= 0 && updates % 64 != 1) {
      idle += small ? 1 : 0;
      worst = Math.max(worst, ratio);
      judged.accept(update, Optional.empty());
      return; // one update in 64 is judged exactly too, which also reveals the arithmetic
    }
    Deviation one = judge.judge(update);
    if (one.worst() < 0) {
      undecided++;
      return;
    }
    idle += small ? 1 : 0;
    if (!one.failed()) {
      right = Math.max(right, one.relative());
    }
    worst = Math.max(worst, Math.max(ratio, one.worst()));
    if (!(header.hasZeroStep() && one.failed())) { // no theorem about it
      judged.accept(update, one.failure());
    }
    if (one.failed() && failed++ == 0) {
      first = one.failure();
      request = Optional.of(stepRequest(update.from()));
    }
  }

  /**
   * An update as a {@code step} request, to be repeated by the program that wrote the trace, or by
   * {@code ./verify.sh serve}. A number that is not a double keeps its literal, as a string.
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
    boolean finite = n.isDouble() && n.isFinite();
    return finite ? Literals.format(n.nearestDouble()) : JsonText.quote(n.literal());
  }

  /** Keeps the last two states while all updates are right, then more. */
  private void keep(TracedUpdate update) {
    boolean follows = !kept.isEmpty() && kept.get(kept.size() - 1).t() == update.from().t();
    if (!follows && failed > 0) {
      return;
    }
    if (!follows) {
      kept.clear();
      kept.add(update.from());
    } else if (failed == 0 && kept.size() == 3) {
      kept.remove(0);
    }
    if (kept.size() < KEPT) {
      kept.add(update.to());
    }
  }

  /** The faults that reproduce the kept updates. */
  private List<Diagnosis> diagnose(DiagnosisDeadline deadline) {
    Map<Integer, List<ReadMatrix>> byStep = new HashMap<>();
    kept.forEach(state -> byStep.put(byStep.size(), List.of(state.x(), state.y())));
    Answer answer = new Answer(Map.of(), byStep);
    Case tested;
    try {
      tested = new Case("run/trace", keptRun(), false, "");
    } catch (ArithmeticException e) {
      return List.of(); // numbers that are not dyadic, or not finite: no fault is named
    }
    List<CaseResult> results = List.of(judge.judge(tested, answer));
    return new Diagnostician(header.arithmetic().name(), results, Map.of(tested, answer), deadline)
        .diagnose(List.of(), Candidate.NONE);
  }

  private Request keptRun() {
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    List<Factors<Dyadic>> noises =
        kept.stream()
            .filter(TraceState::hasNoise)
            .map(s -> new Factors<>(s.judgedNoiseX().in(exact), s.judgedNoiseY().in(exact)))
            .toList();
    TraceState start = kept.get(0);
    Factors<Dyadic> at = new Factors<>(start.x().in(exact), start.y().in(exact));
    return Request.of(Ops.RUN, header.target().in(exact), at)
        .withSteps(header.etaX().in(exact), header.etaY().in(exact))
        .withRun(noises, IntStream.range(0, kept.size()).boxed().toList());
  }
}
