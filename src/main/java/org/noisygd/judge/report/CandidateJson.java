// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.noisygd.judge.CandidateVerdict;
import org.noisygd.judge.TraceVerdict;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.sampling.LawResult;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.report.Provenance;

/** The judge's verdicts as the JSON object of the protocol. */
public final class CandidateJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CandidateJson() {}

  /** The verdict on a candidate. */
  public static String of(CandidateVerdict e, Provenance provenance) {
    ObjectNode root = root(e.verdict().word(), e.candidate(), e.declared(), e.observed());
    root.put("seed", e.seed());
    ObjectNode ops = root.putObject("ops");
    for (CandidateSummary s : CandidateSummary.of(e)) {
      ObjectNode op = ops.putObject(s.op());
      op.put("cases", s.cases());
      op.put("passed", s.passed());
      op.put("failed", s.failed());
      op.put("worst", finite(s.worst()));
      op.put("unsupported", s.unsupported());
      op.put("undecided", s.undecided());
    }
    diagnosis(root, e.diagnosis());
    e.firstFailure()
        .ifPresent(
            r ->
                failure(
                    root,
                    r.tested().op().word(),
                    r.tested().name(),
                    r.failure(),
                    e.firstFailureRequest()));
    if (e.firstFailure().isEmpty()) {
      e.samples().stream().filter(s -> !s.pass()).findFirst().ifPresent(s -> failure(root, s));
    }
    var samples = root.putArray("sampleTests");
    e.samples().forEach(s -> sample(samples.addObject(), s));
    var cases = root.putArray("cases");
    e.results().forEach(r -> result(cases.addObject(), r));
    var warnings = root.putArray("warnings");
    e.warnings().forEach(warnings::add);
    var broken = root.putArray("broken");
    e.broken().forEach(broken::add);
    var notes = root.putArray("notes");
    e.notes().forEach(notes::add);
    provenance(root, provenance);
    return text(root);
  }

  /** For a command line or a file that is unusable: no verdict, but an object all the same. */
  public static String unusable(String why, Provenance provenance) {
    ObjectNode root = root("unusable", "", "", "");
    root.putObject("ops");
    root.putArray("diagnosis");
    root.put("complaint", why);
    provenance(root, provenance);
    return text(root);
  }

  /** The verdict on a trace. */
  public static String of(TraceVerdict t, Provenance provenance) {
    ObjectNode root =
        root(t.verdict(), t.name().isEmpty() ? t.file() : t.name(), t.declared(), t.observed());
    root.put("file", t.file());
    ObjectNode op = root.putObject("ops").putObject("run");
    op.put("cases", t.updates());
    op.put("passed", t.updates() - t.failed());
    op.put("failed", t.failed());
    op.put("worst", finite(Math.max(0, t.worst())));
    root.put("unchecked", t.unchecked());
    diagnosis(root, t.diagnosis());
    failure(root, "run", t.file(), t.firstFailure(), t.firstFailureRequest());
    var law = root.putArray("sampleTests");
    t.law().forEach(s -> sample(law.addObject(), s));
    root.put("complaint", t.complaint());
    provenance(root, provenance);
    return text(root);
  }

  private static ObjectNode root(
      String verdict, String candidate, String declared, String observed) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("verdict", verdict);
    root.put("candidate", candidate);
    ObjectNode arithmetic = root.putObject("arithmetic");
    arithmetic.put("declared", declared);
    arithmetic.put("observed", observed);
    return root;
  }

  private static void provenance(ObjectNode root, Provenance provenance) {
    root.put("command", provenance.command());
    root.put("version", provenance.version());
    root.put("java", provenance.java());
  }

  /** JSON has no infinity: a deviation where none is allowed is the largest double. */
  private static double finite(double worst) {
    return Math.min(worst, Double.MAX_VALUE);
  }

  private static void diagnosis(ObjectNode root, List<Diagnosis> all) {
    var array = root.putArray("diagnosis");
    for (Diagnosis d : all) {
      array.addObject().put("code", d.code()).put("op", d.op()).put("text", d.text());
    }
  }

  private static void failure(
      ObjectNode root,
      String op,
      String name,
      Optional<CaseResult.Failure> failure,
      Optional<String> request) {
    failure.ifPresent(
        f -> {
          ObjectNode first =
              root.putObject("firstFailure")
                  .put("op", op)
                  .put("case", name)
                  .put("entry", f.entry())
                  .put("expected", f.expected())
                  .put("actual", f.actual())
                  .put("error", f.error())
                  .put("bound", f.bound());
          f.step().ifPresent(t -> first.put("step", t));
          request.ifPresent(r -> first.put("request", r));
        });
  }

  /** A test of the law that failed where no single number is wrong. */
  private static void failure(ObjectNode root, LawResult s) {
    root.putObject("firstFailure")
        .put("op", "sample")
        .put("case", "sample/" + s.test())
        .put("entry", s.test())
        .put("expected", "images that follow their law")
        .put("actual", s.detail())
        .put("error", Double.isNaN(s.limit()) ? "-" : finite(s.evidence()) + " nats")
        .put("bound", Double.isNaN(s.limit()) ? "-" : s.limit() + " nats");
  }

  /** One case; no {@code ratio} where no bound decided. */
  private static void result(ObjectNode object, CaseResult r) {
    object
        .put("name", r.tested().name())
        .put("op", r.tested().op().word())
        .put("outcome", r.outcome().name().toLowerCase(Locale.ROOT));
    if (r.worst() >= 0) {
      object.put("ratio", finite(r.worst()));
    }
  }

  private static void sample(ObjectNode object, LawResult s) {
    object
        .put("test", s.test())
        .put("status", s.pass() ? "pass" : "fail")
        .put("detail", s.detail());
    if (!Double.isNaN(s.limit())) {
      object.put("evidence", finite(s.evidence())).put("limit", s.limit());
    }
  }

  private static String text(ObjectNode root) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
