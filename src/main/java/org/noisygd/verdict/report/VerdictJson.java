// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Place;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;
import org.noisygd.verdict.Verdict.Program;

/** The judge's verdicts as the JSON object of the protocol. */
public final class VerdictJson {
  private VerdictJson() {}

  /** The verdict on a candidate or on a trace; an array for several traces. */
  public static String of(List<? extends ProgramVerdict> all, Provenance provenance) {
    List<Json.Fields> objects =
        all.stream()
            .map(
                one ->
                    one instanceof CandidateVerdict e
                        ? of(e, provenance)
                        : of((TraceVerdict) one, provenance))
            .toList();
    return Json.text(objects.size() == 1 ? objects.get(0) : objects);
  }

  /** The object for a command line or a file that is unusable. */
  public static String unusable(String why, Provenance provenance) {
    Json.Fields root = root(Verdict.UNUSABLE, "", new Program("", "", ""));
    root.put("ops", Map.of()).put("diagnosis", List.of()).put("complaint", why);
    return Json.text(with(root, provenance));
  }

  private static Json.Fields of(CandidateVerdict e, Provenance provenance) {
    Json.Fields root = root(e.verdict(), e.name(), e.program()).put("seed", e.seed());
    Map<String, Json.Fields> ops = new LinkedHashMap<>();
    for (CandidateWords.OpCounts s : CandidateWords.OpCounts.of(e)) {
      ops.put(
          s.op(),
          op(s.cases(), s.failed(), s.worst())
              .put("unsupported", s.count(CaseResult.Outcome.UNSUPPORTED))
              .put("undecided", s.count(CaseResult.Outcome.UNDECIDED)));
    }
    Map<String, String> where = new LinkedHashMap<>();
    e.explanation().where().forEach((op, words) -> where.put(op.word(), words));
    root.put("ops", ops).put("diagnosis", diagnosis(e)).put("where", where);
    e.firstFailure()
        .flatMap(r -> failure(r, e.explanation().replay()))
        .or(() -> e.tests().stream().filter(s -> !s.pass()).findFirst().map(s -> failure(s)))
        .ifPresent(first -> root.put("firstFailure", first));
    root.put("sampleTests", samples(e))
        .put("cases", e.results().stream().map(VerdictJson::result).toList())
        .put("warnings", e.warnings())
        .put("broken", e.broken())
        .put("notes", Stream.of(e.notes(), e.explanation().notes()).flatMap(List::stream).toList());
    return with(root, provenance);
  }

  private static Json.Fields of(TraceVerdict t, Provenance provenance) {
    TraceVerdict.Judged judged = t.judged();
    Json.Fields run = op(judged.updates(), judged.failed(), Math.max(0, judged.worst()));
    Json.Fields root =
        root(t.verdict(), t.name(), t.program())
            .put("file", t.file())
            .put("ops", Map.of("run", run.put("undecided", judged.undecided())))
            .put("withoutNoise", judged.unchecked())
            .put("smallerThanBound", judged.idle())
            .put("diagnosis", diagnosis(t));
    judged
        .firstFailure()
        .map(f -> failure(Ops.RUN.word(), t.file(), f, t.explanation().replay()))
        .ifPresent(first -> root.put("firstFailure", first));
    root.put("sampleTests", samples(t))
        .put("complaint", t.complaint())
        .put("notes", t.explanation().notes());
    return with(root, provenance);
  }

  private static Json.Fields root(Verdict verdict, String name, Program p) {
    return Json.object()
        .put("verdict", verdict.word())
        .put("candidate", name)
        .put(
            "arithmetic",
            Json.object().put("declared", p.declared()).put("observed", p.observed()));
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

  private static List<Json.Fields> samples(ProgramVerdict one) {
    return one.tests().stream().map(VerdictJson::sample).toList();
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

  private static Json.Fields with(Json.Fields root, Provenance provenance) {
    return root.put("command", provenance.command())
        .put("version", provenance.version())
        .put("java", provenance.java());
  }
}
