// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.explain.FaultyCandidate;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.fault.Fault;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.report.CandidateTables;
import org.noisygd.verdict.report.VerdictJUnit;
import org.noisygd.verdict.report.VerdictJson;
import org.noisygd.verdict.report.VerdictReport;

/**
 * Known answers: a fault of the reference itself, thrown in each stage of what explains a verdict,
 * costs what that stage finds and nothing else. The stages are those that tell their progress.
 */
class FaultOfTheReferenceTest {
  private static final String FAULT = "number must be finite, got Infinity";

  /** Larger requests are left out, to be quick. */
  private static final int SMALL = 3;

  private static final Ops KNOWN = Ops.of(Ops.GRADIENT, Ops.SAMPLE, Ops.ROUND);

  private static final RequestJson JSON = new RequestJson("binary64");

  private static final FaultyCandidate FAULTY = new FaultyCandidate(Set.of(Fault.SIGN_X));

  /** A candidate in this process, wrong in each of its ops. */
  private static Reply ask(Request q) throws ProtocolViolation {
    String line = JSON.line(1, q);
    boolean large = q.op() == Ops.GRADIENT && Math.max(q.d1(), q.d2()) > SMALL;
    if (large || (q.op() == Ops.ROUND && !line.contains("\"to\":\"bfloat16\""))) {
      return Ops.ALL.replyReader().read("{\"id\":1,\"unsupported\":true}");
    }
    if (q.op() == Ops.GRADIENT) {
      return FAULTY.ask(q);
    }
    String wrong =
        q.op() == Ops.SAMPLE
            ? line.replaceFirst("\"sigma1\":", "\"sigma1\":3,\"right\":")
            : line.replace("\"mode\":\"nearest\"", "\"mode\":\"zero\"");
    return Ops.ALL.replyReader().read(ReferenceAnswer.reply("binary64", wrong).strip());
  }

  private static final Candidate IN_PROCESS =
      tested ->
          Exchange.of(
              tested,
              JSON.line(1, tested.request()),
              FaultOfTheReferenceTest.ask(tested.request()));

  private record Judged(JudgedCandidate candidate) {
    static Judged with(Consumer<String> progress) {
      VerdictBuilder builder =
          new VerdictBuilder(
              KNOWN, "binary64", CaseSuite.DEFAULT_SEED, one -> Optional.of(one), progress);
      builder.judge(KNOWN, IN_PROCESS);
      return new Judged(builder.judged("wrong in all", IN_PROCESS));
    }

    CandidateVerdict explained(Consumer<String> progress) {
      return candidate.explained(() -> new DiagnosisDeadline(Duration.ofDays(1), progress));
    }
  }

  private static Consumer<String> throwingIn(String stage) {
    return told -> {
      if (told.equals(stage)) {
        throw new ArithmeticException(FAULT);
      }
    };
  }

  @Tag("exhaustive")
  @Test
  void explain_faultInEachStage_verdictStandsAndTheReportSaysSo() {
    Judged judged = Judged.with(line -> {});
    Set<String> stages = new LinkedHashSet<>();
    CandidateVerdict whole = judged.explained(stages::add);
    assertTrue(whole.explanation().complete());
    assertTrue(whole.explanation().notes().isEmpty(), whole.explanation().notes().toString());
    assertTrue(stages.size() >= 7, stages.toString());
    for (String stage : stages) {
      CandidateVerdict found = judged.explained(throwingIn(stage));
      assertEquals(Verdict.FAIL, found.verdict());
      assertEquals(whole.results(), found.results());
      assertEquals(whole.tests(), found.tests());
      assertFalse(found.explanation().complete());
      String told =
          "Not explained: "
              + stage.substring("looking for ".length())
              + "; a fault of the reference itself, please report it: "
              + "java.lang.ArithmeticException: "
              + FAULT
              + " (";
      List<String> notes = found.explanation().notes();
      assertTrue(notes.stream().allMatch(note -> note.startsWith(told)), notes.toString());
      assertTrue(!notes.isEmpty() && notes.get(0).contains("DiagnosisDeadline.java:"), stage);
      String shown = CandidateTables.text(10_000, found);
      assertTrue(shown.contains(told), shown);
    }
  }

  @Tag("exhaustive")
  @Test
  void verdict_faultBesideIt_verdictStandsAndTheReportSaysSo() {
    Set<String> stages = new LinkedHashSet<>();
    CandidateVerdict whole = Judged.with(stages::add).candidate().verdict();
    stages.removeIf(told -> !told.startsWith("looking for ")); // the names of cases
    assertEquals(1, stages.size(), stages.toString());
    for (String stage : stages) {
      CandidateVerdict found = Judged.with(throwingIn(stage)).candidate().verdict();
      assertEquals(whole.results(), found.results());
      assertEquals(1, found.notes().size(), found.notes().toString());
      assertTrue(found.notes().get(0).contains(FAULT));
    }
  }

  @Tag("slow")
  @Test
  void in_reportThatFails_isWrittenWithoutTheExplanation() {
    CandidateVerdict whole = Judged.with(line -> {}).explained(line -> {});
    Provenance provenance = Provenance.of(List.of());
    String page =
        ProgramVerdict.in(
            verdict -> {
              if (verdict.get(0).explanation().complete()) {
                throw new ArithmeticException(FAULT);
              }
              return VerdictReport.page(verdict, provenance)
                  + VerdictJUnit.of(verdict)
                  + VerdictJson.of(verdict, provenance);
            },
            List.of(whole));
    assertTrue(page.contains(FAULT) && page.contains("FAIL"), page);
  }
}
