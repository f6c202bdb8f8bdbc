// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Place;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;
import org.noisygd.verdict.Verdict.Program;

/** The judge's verdicts as the JSON object of the protocol. */
public final class CandidateJson {
  private CandidateJson() {}

  /** The verdict on a candidate. */
  public static String of(CandidateVerdict e, Provenance provenance) {
    Json.Fields root = root(e.verdict(), e.program().name(), e.program());
    root.put("seed", e.seed());
    Map<String, Json.Fields> ops = new LinkedHashMap<>();
    for (CandidateReport.OpCounts s : CandidateReport.OpCounts.of(e)) {
      Json.Fields op = op(s.cases(), s.passed(), s.failed(), s.worst());
      op.put("unsupported", s.unsupported()).put("undecided", s.undecided());
      ops.put(s.op(), op);
    }
    Map<String, String> where = new LinkedHashMap<>();
    e.explanation().where().forEach((op, words) -> where.put(op.word(), words));
    root.put("ops", ops).put("diagnosis", diagnosis(e.diagnosis())).put("where", where);
    e.firstFailure()
        .flatMap(r -> failure(r, e.explanation().replay()))
        .or(() -> e.samples().stream().filter(s -> !s.pass()).findFirst().map(s -> failure(s)))
        .ifPresent(first -> root.put("firstFailure", first));
    root.put("sampleTests", e.samples().stream().map(CandidateJson::sample).toList());
    root.put("cases", e.results().stream().map(CandidateJson::result).toList());
    root.put("warnings", e.warnings())
        .put("broken", e.broken())
        .put("notes", Stream.of(e.notes(), e.explanation().notes()).flatMap(List::stream).toList());
    return text(root, provenance);
  }

  /** The object for a command line or a file that is unusable. */
  public static String unusable(String why, Provenance provenance) {
    Json.Fields root = root(Verdict.UNUSABLE, "", new Program("", "", ""));
    root.put("ops", Map.of()).put("diagnosis", List.of()).put("complaint", why);
    return text(root, provenance);
  }

  /** The verdict on a trace. */
  public static String of(TraceVerdict t, Provenance provenance) {
    Json.Fields root = root(t.verdict(), t.name(), t.program()).put("file", t.file());
    TraceVerdict.Judged judged = t.judged();
    long passed = judged.updates() - judged.failed();
    Json.Fields run = op(judged.updates(), passed, judged.failed(), Math.max(0, judged.worst()));
    root.put("ops", Map.of("run", run.put("undecided", judged.undecided())));
    root.put("withoutNoise", judged.unchecked()).put("smallerThanBound", judged.idle());
    root.put("diagnosis", diagnosis(t.diagnosis()));
    judged
        .firstFailure()
        .map(f -> failure(Ops.RUN.word(), t.file(), f, t.explanation().replay()))
        .ifPresent(first -> root.put("firstFailure", first));
    root.put("sampleTests", t.tests().stream().map(CandidateJson::sample).toList());
    root.put("complaint", t.complaint()).put("notes", t.explanation().notes());
    return text(root, provenance);
  }

  private static Json.Fields root(Verdict verdict, String name, Program p) {
    return Json.object()
        .put("verdict", verdict.word())
        .put("candidate", name)
        .put(
            "arithmetic",
            Json.object().put("declared", p.declared()).put("observed", p.observed()));
  }

  private static Json.Fields op(long cases, long passed, long failed, double worst) {
    return Json.object()
        .put("cases", cases)
        .put("passed", passed)
        .put("failed", failed)
        .put("worst", finite(worst));
  }

  /** JSON has no infinity: an infinite ratio becomes the largest double. */
  private static double finite(double worst) {
    return Math.min(worst, Double.MAX_VALUE);
  }

  private static List<Json.Fields> diagnosis(List<Diagnosis> all) {
    return all.stream()
        .map(
            d ->
                Json.object()
                    .put("code", "" + d.code())
                    .put("op", d.op().word())
                    .put("text", d.text()))
        .toList();
  }

  private static Optional<Json.Fields> failure(CaseResult r, Optional<Replay> replay) {
    String op = r.tested().op().word();
    return r.failure().map(f -> failure(op, r.tested().name(), f, replay));
  }

  private static Json.Fields failure(
      String op, String name, CaseResult.Failure f, Optional<Replay> replay) {
    Json.Fields first = entry(Json.object().put("op", op).put("case", name), f);
    replay.ifPresent(
        r -> {
          first.put("request", r.request());
          if (!r.words().isEmpty()) {
            first.put("replay", r.words());
          }
        });
    return first;
  }

  /** The entry that failed worst. */
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

  /** A failed test of samples, in which no single number is wrong. */
  private static Json.Fields failure(TestResult s) {
    boolean plain = Double.isNaN(s.limit());
    CaseResult.Failure failure =
        new CaseResult.Failure(
            Place.of(s.test()),
            "samples that follow their distribution",
            s.detail(),
            plain ? "-" : "evidence " + finite(s.evidence()),
            plain ? "-" : "evidence " + s.limit());
    return failure(Ops.SAMPLE.word(), Ops.SAMPLE + "/" + s.test(), failure, Optional.empty());
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

  private static Json.Fields sample(TestResult s) {
    Json.Fields fields =
        Json.object()
            .put("test", s.test())
            .put("status", s.pass() ? "pass" : "fail")
            .put("detail", s.words());
    return Double.isNaN(s.limit())
        ? fields
        : fields.put("evidence", finite(s.evidence())).put("limit", s.limit());
  }

  private static String text(Json.Fields root, Provenance provenance) {
    root.put("command", provenance.command())
        .put("version", provenance.version())
        .put("java", provenance.java());
    return Json.text(root);
  }
}
