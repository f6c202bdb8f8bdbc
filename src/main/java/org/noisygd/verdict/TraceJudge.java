// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.diagnosis.Diagnostician;
import org.noisygd.io.FormatException;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.answers.JudgedTrace;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseResult;
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

/**
 * A trace that was judged from a file, to its end or to a line that cannot be read.
 *
 * @param verdict the verdict, without an explanation
 * @param explanation the search for the explanation of the first wrong update
 */
public record TraceJudge(
    TraceVerdict verdict, Function<DiagnosisDeadline, Explanation> explanation) {
  /**
   * Judges a file.
   *
   * @param progress the receiver of the number of updates judged so far
   * @param judged the receiver of each judged update, with its worst failed entry, if any
   */
  public static TraceJudge of(
      Path file,
      LongConsumer progress,
      BiConsumer<TracedUpdate, Optional<CaseResult.Failure>> judged) {
    String name = file.toString();
    try (TraceReader reader = TraceReader.open(file)) {
      JudgedTrace trace = new JudgedTrace(reader.header(), judged);
      String complaint = "";
      try {
        trace.judge(reader, progress);
      } catch (FormatException e) {
        complaint = String.valueOf(e.getMessage());
      }
      TraceHeader header = reader.header();
      return new TraceJudge(
          TraceVerdict.of(name, header, trace, complaint),
          deadline -> explanation(header, trace, deadline));
    } catch (IllegalArgumentException e) {
      return new TraceJudge(
          TraceVerdict.unreadable(name, String.valueOf(e.getMessage())),
          deadline -> Explanation.NONE);
    }
  }

  /** The verdict with the explanation of a wrong update, as {@link JudgedCandidate#explained}. */
  public TraceVerdict explained(Supplier<DiagnosisDeadline> deadline) {
    return verdict.judged().failed() == 0
        ? verdict
        : verdict.explained(explanation.apply(deadline.get()));
  }

  private static Explanation explanation(
      TraceHeader header, JudgedTrace trace, DiagnosisDeadline deadline) {
    List<Diagnosis> diagnosis =
        deadline.guarded(
            "the fault in the updates", List.of(), () -> diagnose(header, trace, deadline));
    Optional<Replay> replay = trace.firstWrong().map(update -> new Replay(stepRequest(update), ""));
    return Explanation.of("", diagnosis, Map.of(), Optional.empty(), replay, List.of(), deadline);
  }

  /**
   * An update as a {@code step} request, to be repeated by the program that wrote the trace, or by
   * {@code ./verify.sh serve}. A number that is not a double keeps its literal, as a string.
   */
  private static String stepRequest(TracedUpdate update) {
    TraceHeader header = update.header();
    TraceState state = update.from();
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

  /** The faults that reproduce the kept updates. */
  private static List<Diagnosis> diagnose(
      TraceHeader header, JudgedTrace trace, DiagnosisDeadline deadline) {
    Map<Integer, List<ReadMatrix>> byStep = new HashMap<>();
    trace.kept().forEach(state -> byStep.put(byStep.size(), List.of(state.x(), state.y())));
    Answer answer = new Answer(Map.of(), byStep);
    Case tested;
    try {
      tested = new Case("run/trace", keptRun(header, trace.kept()), false, "");
    } catch (ArithmeticException e) {
      return List.of(); // numbers that are not dyadic, or not finite: no fault is named
    }
    List<CaseResult> results = List.of(trace.judged(tested, answer));
    return new Diagnostician(header.arithmetic().name(), results, Map.of(tested, answer), deadline)
        .diagnose(List.of(), Candidate.NONE);
  }

  private static Request keptRun(TraceHeader header, List<TraceState> kept) {
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
