// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.noisygd.conformance.Examination;
import org.noisygd.conformance.TraceExamination;
import org.noisygd.diagnosis.Diagnosis;
import org.noisygd.judge.CaseResult;
import org.noisygd.law.LawResult;

/** The judge's verdicts as the JSON object of the protocol. */
public final class CandidateJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CandidateJson() {}

  /** The verdict on a candidate. */
  public static String of(Examination e) {
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
    var samples = root.putArray("sampleTests");
    e.samples().forEach(s -> sample(samples.addObject(), s));
    var warnings = root.putArray("warnings");
    e.warnings().forEach(warnings::add);
    var broken = root.putArray("broken");
    e.broken().forEach(broken::add);
    var notes = root.putArray("notes");
    e.notes().forEach(notes::add);
    return text(root);
  }

  /** The verdict on a trace. */
  public static String of(TraceExamination t) {
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

  private static void sample(ObjectNode object, LawResult s) {
    object
        .put("test", s.test())
        .put("status", s.pass() ? "pass" : "fail")
        .put("detail", s.detail());
  }

  private static String text(ObjectNode root) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
