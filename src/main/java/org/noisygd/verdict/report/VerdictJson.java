// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.judge.answers.JudgedTrace;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.CaseResult.Outcome;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Place;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.ProgramVerdict.WrongEntry;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;
import org.noisygd.verdict.Verdict.Program;

/** The judge's verdicts as the JSON object of the protocol. */
public final class VerdictJson {
  private VerdictJson() {}

  /** The verdict on a candidate or on a trace; an array for several traces. */
  public static String of(List<? extends ProgramVerdict> all, Provenance provenance) {
    List<Json.Fields> objects = all.stream().map(one -> with(of(one), provenance)).toList();
    return Json.text(objects.size() == 1 ? objects.get(0) : objects);
  }

  /** The object for a command line or a file that is unusable. */
  public static String unusable(String why, Provenance provenance) {
    Json.Fields root = root(Verdict.UNUSABLE, "", new Program("", "", ""));
    root.put("ops", Map.of()).put("diagnosis", List.of()).put("complaint", why);
    return text(root, provenance);
  }

  /** An object with its provenance at the end. */
  static String text(Json.Fields root, Provenance provenance) {
    return Json.text(with(root, provenance));
  }

  private static Json.Fields with(Json.Fields root, Provenance provenance) {
    return root.put("command", provenance.command())
        .put("version", provenance.version())
        .put("java", provenance.java());
  }

  private static Json.Fields of(ProgramVerdict one) {
    Json.Fields root = root(one.verdict(), one.name(), one.program());
    if (one instanceof CandidateVerdict candidate) {
      add(root, candidate);
    } else if (one instanceof TraceVerdict trace) {
      add(root, trace);
    }
    return root;
  }

  private static Json.Fields root(Verdict verdict, String name, Program program) {
    return Json.object()
        .put("verdict", verdict.word())
        .put("candidate", name)
        .put(
            "arithmetic",
            Json.object().put("declared", program.declared()).put("observed", program.observed()));
  }

  private static void add(Json.Fields root, CandidateVerdict candidate) {
    Map<String, Json.Fields> ops = new LinkedHashMap<>();
    for (CandidateVerdict.OpCounts counts : candidate.counts()) {
      ops.put(
          counts.op(),
          op(counts.cases(), counts.failed(), counts.worst())
              .put("unsupported", counts.count(Outcome.UNSUPPORTED))
              .put("undecided", counts.count(Outcome.UNDECIDED)));
    }
    Map<String, String> where = new LinkedHashMap<>();
    candidate.explanation().where().forEach((op, words) -> where.put(op.word(), words));
    root.put("seed", candidate.seed())
        .put("ops", ops)
        .put("diagnosis", diagnosis(candidate))
        .put("where", where);
    first(candidate)
        .or(() -> candidate.failedTests().stream().findFirst().map(VerdictJson::failure))
        .ifPresent(first -> root.put("firstFailure", first));
    List<String> notes = new ArrayList<>(candidate.notes());
    notes.addAll(candidate.explanation().notes());
    root.put("sampleTests", candidate.tests().stream().map(VerdictJson::sample).toList())
        .put("cases", candidate.results().stream().map(VerdictJson::result).toList())
        .put("warnings", candidate.warnings())
        .put("broken", candidate.broken())
        .put("notes", notes);
  }

  private static void add(Json.Fields root, TraceVerdict trace) {
    JudgedTrace.Counts judged = trace.judged();
    Json.Fields run = op(judged.updates(), judged.failed(), Math.max(0, judged.worst()));
    root.put("file", trace.file())
        .put("ops", Map.of("run", run.put("undecided", judged.undecided())))
        .put("withoutNoise", judged.unchecked())
        .put("smallerThanBound", judged.idle())
        .put("diagnosis", diagnosis(trace));
    first(trace).ifPresent(first -> root.put("firstFailure", first));
    root.put("sampleTests", trace.tests().stream().map(VerdictJson::sample).toList())
        .put("complaint", trace.complaint())
        .put("notes", trace.explanation().notes());
  }

  private static Json.Fields op(long cases, long failed, double worst) {
    return Json.object()
        .put("cases", cases)
        .put("passed", cases - failed)
        .put("failed", failed)
        .put("worst", finite(worst));
  }

  /** JSON has no infinity: an infinite ratio becomes the largest double. */
  private static double finite(double worst) {
    return Math.min(worst, Double.MAX_VALUE);
  }

  private static List<Json.Fields> diagnosis(ProgramVerdict one) {
    return one.diagnosis().stream()
        .map(
            d ->
                Json.object()
                    .put("code", "" + d.code())
                    .put("op", d.op().word())
                    .put("text", d.text()))
        .toList();
  }

  /** The wrong entry to show, and the request that repeats it. */
  private static Optional<Json.Fields> first(ProgramVerdict one) {
    Optional<Replay> replay = one.explanation().replay();
    Optional<String> words = replay.map(Replay::words).filter(text -> !text.isEmpty());
    Optional<Json.Fields> first = one.wrongEntry().map(VerdictJson::failure);
    first.ifPresent(
        fields -> {
          replay.ifPresent(r -> fields.put("request", r.request()));
          words.ifPresent(text -> fields.put("replay", text));
        });
    return first;
  }

  private static Json.Fields failure(WrongEntry wrong) {
    Json.Fields fields = Json.object().put("op", wrong.op().word()).put("case", wrong.of());
    return entry(fields, wrong.failure());
  }

  /** A failed test of samples, in which no single number is wrong. */
  private static Json.Fields failure(TestResult test) {
    boolean plain = Double.isNaN(test.limit());
    CaseResult.Failure failure =
        new CaseResult.Failure(
            Place.of(test.test()),
            "samples that follow their distribution",
            test.detail(),
            plain ? "-" : "evidence " + finite(test.evidence()),
            plain ? "-" : "evidence " + test.limit());
    return failure(new WrongEntry(Ops.SAMPLE, Ops.SAMPLE + "/" + test.test(), "", failure));
  }

  private static Json.Fields entry(Json.Fields fields, CaseResult.Failure f) {
    fields
        .put("entry", f.place().toString())
        .put("expected", f.expected())
        .put("actual", f.actual())
        .put("error", f.error())
        .put("bound", f.bound());
    f.place().step().ifPresent(t -> fields.put("step", t));
    return fields;
  }

  /** One case, with the entry that failed worst; no {@code ratio} if no bound decided. */
  private static Json.Fields result(CaseResult r) {
    Json.Fields fields =
        Json.object()
            .put("name", r.tested().name())
            .put("op", r.tested().op().word())
            .put("outcome", r.outcome().name().toLowerCase(Locale.ROOT));
    r.failure().ifPresent(f -> entry(fields, f));
    return r.worst() >= 0 ? fields.put("ratio", finite(r.worst())) : fields;
  }

  private static Json.Fields sample(TestResult test) {
    Json.Fields fields =
        Json.object()
            .put("test", test.test())
            .put("status", test.pass() ? "pass" : "fail")
            .put("detail", test.words());
    return Double.isNaN(test.limit())
        ? fields
        : fields.put("evidence", finite(test.evidence())).put("limit", test.limit());
  }
}
