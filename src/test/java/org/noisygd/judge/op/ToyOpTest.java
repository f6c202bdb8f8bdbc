// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.JavaProgram;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.cases.ChangedCases;
import org.noisygd.judge.cases.StandardCases;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op.ReplyField;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Provenance;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.verdict.CandidateJudge;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.Verdict;
import org.noisygd.verdict.report.CandidateTables;
import org.noisygd.verdict.report.VerdictJUnit;
import org.noisygd.verdict.report.VerdictJson;
import org.noisygd.verdict.report.VerdictReport;

/**
 * Known answers: an op that the protocol does not have, in one class, is asked over the pipe,
 * judged, diagnosed and shown.
 */
@Tag("slow")
final class ToyOpTest {
  private static final String WORD = "scaled_residual";

  /** factor (X Y^T - M), with a field and a reply that no other op has. */
  private static final class ScaledResidual extends JudgedOp {
    ScaledResidual() {
      super(
          WORD,
          Set.of(Part.RESIDUAL),
          List.of("M", "X", "Y", "factor"),
          List.of(new ReplyField("residual", ReplyField.Form.LIKE_M)));
    }

    @Override
    public Map<String, Object> own() {
      return Map.of("factor", Dyadic.of(0.75));
    }

    @Override
    public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
      return Map.of("residual", q.residual().scale(q.inputs().number("factor")));
    }

    /** r products and sums, one difference, one product, one rounding of the output. */
    @Override
    public <T> Map<String, ErrorBound> bounds(
        OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
      Matrix<T> x = q.at().x().map(q.arithmetic()::abs);
      Matrix<T> y = q.at().y().map(q.arithmetic()::abs);
      Matrix<T> sum = x.times(y.transpose()).plus(q.m().map(q.arithmetic()::abs));
      Matrix<T> size = sum.scale(q.number("factor"));
      // Each of these roundings may lose 2^-1074 to gradual underflow, 2^-1022 where it is flushed.
      T underflow = q.arithmetic().fromRational(Rationals.of(0x1p-1000));
      Matrix<T> lost = size.map(entry -> underflow);
      return Map.of("residual", new ErrorBound(size, lost, 2 * q.r() + 3, bounds.model()));
    }

    @Override
    protected List<CaseKind> kinds() {
      return StandardCases.and(new ChangedCases());
    }
  }

  private static final Ops KNOWN = Ops.of(Ops.STEP, new ScaledResidual());

  /** A candidate in a process of its own; the text that its argument names is put for another. */
  static final class Candidate {
    private Candidate() {}

    public static void main(String[] arguments) throws IOException {
      ProtocolServer server = new ProtocolServer(KNOWN, "binary64");
      if (arguments[0].equals("right")) {
        server.serve(System.in, System.out);
        return;
      }
      try (var lines = new java.util.Scanner(System.in, "UTF-8")) {
        while (lines.hasNextLine()) {
          String asked = lines.nextLine();
          boolean wrong = asked.contains("\"op\":\"" + WORD + "\"");
          String line = wrong ? withoutTarget(asked) : asked;
          server.serve(
              new java.io.ByteArrayInputStream(
                  line.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
              System.out);
        }
      }
    }

    /** The request with zeros in the place of M. */
    private static String withoutTarget(String request) {
      int from = request.indexOf("\"M\":");
      int to = request.indexOf(",\"X\":");
      String zeros = request.substring(from, to).replaceAll("-?[0-9][-+.0-9E]*", "0");
      return request.substring(0, from) + zeros + request.substring(to);
    }
  }

  private static CandidateVerdict judged(String mode) {
    List<String> command = JavaProgram.command(JavaProgram.BRIEF, Candidate.class.getName(), mode);
    try (CandidateJudge judge =
        new CandidateJudge(
            command, Duration.ofSeconds(60), CaseSuite.DEFAULT_SEED, KNOWN, KNOWN, line -> {})) {
      return judge.judge(false).explained(DiagnosisDeadline::never);
    }
  }

  @Test
  void judge_rightCandidate_passesAndIsShown() throws Exception {
    CandidateVerdict verdict = judged("right");
    assertEquals(Verdict.PASS, verdict.verdict(), verdict.toString());
    Provenance provenance = Provenance.of(List.of());
    JsonNode op =
        new ObjectMapper()
            .readTree(VerdictJson.of(List.of(verdict), provenance))
            .path("ops")
            .path(WORD);
    assertTrue(op.path("passed").asInt() >= 30, op.toString());
    assertEquals(op.path("cases").asInt(), op.path("passed").asInt());
    String row = "(?s).*\n" + WORD + " +" + op.path("cases").asInt() + " .*";
    String table = CandidateTables.text(100, verdict);
    assertTrue(table.matches(row), table);
    String page = VerdictReport.page(List.of(verdict), provenance);
    assertTrue(page.contains(">" + WORD + "<") && page.contains(WORD + "/"), page);
    assertTrue(VerdictJUnit.of(List.of(verdict)).contains("<testsuite name=\"" + WORD + "\""));
  }

  @Test
  void judge_candidateWithoutTarget_isFailedAndNamed() {
    CandidateVerdict verdict = judged("wrong");
    assertEquals(Verdict.FAIL, verdict.verdict());
    assertEquals(
        List.of("target-missing " + WORD),
        verdict.diagnosis().stream().map(ToyOpTest::codeAndOp).toList());
    String request = verdict.explanation().replay().orElseThrow().request();
    assertTrue(request.startsWith("{\"id\":1,\"op\":\"" + WORD + "\",\"M\":"), request);
    assertTrue(request.endsWith(",\"factor\":0.75}"), request);
  }

  private static String codeAndOp(Diagnosis diagnosis) {
    return diagnosis.code() + " " + diagnosis.op();
  }
}
