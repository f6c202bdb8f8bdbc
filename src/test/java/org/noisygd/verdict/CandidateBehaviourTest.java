// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.OneIn;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.report.CandidateTables;
import org.noisygd.verdict.report.VerdictJson;

/**
 * Known answers: what becomes of a candidate that computes rightly and behaves badly. Each is told
 * of in lines that fit a screen, with the exit status of the protocol, in bounded time.
 */
@Execution(ExecutionMode.CONCURRENT)
class CandidateBehaviourTest {
  /** For one reply. Above the time that a busy machine takes to start a Java program. */
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  /** Rows of a screen. */
  private static final int SCREEN = 50;

  private static final int WIDTH = 100;

  /**
   * Every start may time out once, and its end take its two seconds; as much again for the rest.
   */
  private static final long SECONDS = 2 * 4 * (TIMEOUT.toSeconds() + 2);

  private static final JudgedOp LOSS = new FewCases(Ops.LOSS);
  private static final JudgedOp GRADIENT = new FewCases(Ops.GRADIENT);
  private static final JudgedOp STEP = new FewCases(Ops.STEP);
  private static final Ops KNOWN = Ops.of(LOSS, GRADIENT, STEP);

  @TempDir private Path directory;

  private record Outcome(
      CandidateVerdict examination, String text, JsonNode json, double seconds) {}

  private static Outcome examine(Ops known, Ops ops, List<String> command) throws IOException {
    long begun = System.nanoTime();
    CandidateVerdict e;
    try (CandidateJudge judge =
        new CandidateJudge(command, TIMEOUT, CaseSuite.DEFAULT_SEED, known, ops, line -> {})) {
      e = judge.judge(false).explained(DiagnosisDeadline::never);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    String text = CandidateTables.text(WIDTH, e);
    int rows = text.lines().mapToInt(line -> 1 + line.length() / WIDTH).sum();
    assertTrue(rows <= SCREEN, text);
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), text);
    for (String broken : e.broken()) {
      assertTrue(broken.length() < 1000 && broken.lines().count() == 1, broken);
    }
    assertTrue(seconds < SECONDS, seconds + " s");
    JsonNode json =
        new ObjectMapper().readTree(VerdictJson.of(List.of(e), Provenance.of(List.of())));
    assertEquals(e.verdict().word(), json.get("verdict").asText());
    return new Outcome(e, text, json, seconds);
  }

  private Outcome examine(Ops ops, String mode) throws IOException {
    return examine(KNOWN, ops, command(mode));
  }

  private List<String> command(String mode) {
    return MisbehavingCandidate.command(mode, directory.resolve("starts").toString());
  }

  /** The number of its starts. */
  private int starts() throws IOException {
    return Files.readString(directory.resolve("starts")).length();
  }

  private static int count(Outcome o, String op, String what) {
    JsonNode found = o.json().get("ops").get(op);
    return found == null ? 0 : found.get(what).asInt();
  }

  @OneIn(8)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good | 1 | ",
        "ignore-bye | 1 | ",
        "grandchild | 1 | ",
        "slow | 1 | ",
        "endless-errors | 1 | ",
        "ops-less | 1 | not judged (not offered): loss",
        "unsupported-loss | 1 | unsupported",
        "long-name | 1 | ?[2J?nnnn",
      })
  void examine_oddButCorrect_passes(String mode, int starts, String told) throws IOException {
    Outcome o = examine(Ops.of(LOSS, STEP), mode);
    assertEquals(Verdict.PASS, o.examination().verdict(), o.text());
    assertEquals(starts, starts());
    assertTrue(told == null || o.text().contains(told), o.text());
    assertTrue(count(o, "step", "passed") > 20, o.text());
  }

  @OneIn(8)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hang-at-hello | 1 | gave no reply within 8 s",
        "die-at-hello | 1 | candidate ended without a reply (exit status 7); its standard error"
            + " ends: no such library",
        "banner | 1 | standard output must hold replies only, a JSON object a line, got Welcome"
            + " ?[31mto? this program",
        "hello-error | 1 | candidate replied with the error: no licence",
        "unknown-arithmetic | 1 | arithmetic must be one of",
        "seed-bits-64 | 1 | seedBits must be in 16..63, got 64",
        "non-finite-yes | 1 | nonFinite must be true or false, got the string ?yes?",
        "ops-missing | 1 | ops must be an array of strings",
        "no-ops | 1 | one of step, run and round was answered",
        "hello-only | 2 | gave no reply within 8 s; it must answer each line as it comes, and"
            + " flush",
        "die-after-every-reply | 2 | candidate ended without a reply (exit status 0)",
        "crash | 2 | candidate ended without a reply (exit status 1)",
        "grandchild-and-crash | 2 | candidate ended without a reply (exit status 1)",
        "crash-within-reply | 2 | candidate ended within a reply: {?id?:3",
        "drip | 2 | gave no reply within 8 s, only part of a line",
        "close-output | 2 | candidate closed its output without a reply",
        "endless-line | 2 | reply must have at most 67108864 bytes",
        "log-lines | 2 | standard output must hold replies only, a JSON object a line, got step 1"
            + " took 0.1 s; print anything else to standard error",
        "twice | 2 | ",
        "out-of-order | 2 | gave no reply within 8 s",
        "unsupported | 1 | one of step, run and round was answered",
      })
  void examine_brokenProtocol_couldNotBeJudged(String mode, int starts, String told)
      throws IOException {
    Outcome o = examine(Ops.of(STEP), mode);
    assertEquals(Verdict.BROKEN, o.examination().verdict(), o.text());
    assertEquals(3, o.examination().verdict().exitStatus());
    assertEquals(starts, starts(), o.text());
    String all = o.text() + String.join("\n", o.examination().broken());
    assertTrue(told == null || all.replace('"', '?').contains(told.replace('"', '?')), all);
    assertEquals(starts > 1, o.text().contains("started again (1 of at most 3)"), o.text());
  }

  @OneIn(8)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nan-word | NaN",
        "million-digits | 77777",
        "error | singular?",
        "wrong | 123.25",
        "wrong-and-crash | 123.25",
      })
  void examine_wrongNumbers_fail(String mode, String told) throws IOException {
    Outcome o = examine(Ops.of(STEP), mode);
    assertEquals(Verdict.FAIL, o.examination().verdict(), o.text());
    assertEquals(1, o.examination().verdict().exitStatus());
    assertTrue(o.text().contains(told), o.text());
    // One start more tries the request that is shown.
    assertEquals(mode.endsWith("crash") ? 4 : 2, starts());
  }

  @Test
  void examine_crashesInOneOp_otherOpsAreJudged() throws IOException {
    Outcome o = examine(Ops.of(LOSS, GRADIENT, STEP), "crash-in-loss");
    assertEquals(Verdict.BROKEN, o.examination().verdict(), o.text());
    assertEquals(3, starts()); // the last for the ops in turn
    assertEquals(0, count(o, "loss", "cases"));
    List<Case> all = KNOWN.cases("binary64", CaseSuite.DEFAULT_SEED);
    for (JudgedOp op : List.of(GRADIENT, STEP)) {
      long cases = all.stream().filter(c -> c.op() == op).count();
      assertEquals(cases, count(o, op.word(), "passed"), o.text());
    }
    assertTrue(
        o.text().replaceAll("\\s+", " ").contains("was lost twice; not asked: loss ("), o.text());
  }

  @Test
  void examine_remembersEarlierRequests_aFreshProcessIsRight() throws IOException {
    Outcome o = examine(Ops.ALL, Ops.of(Ops.STEP), command("wrong-when-asked-again"));
    assertEquals(Verdict.FAIL, o.examination().verdict(), o.text());
    Replay replay = o.examination().explanation().replay().orElseThrow();
    assertEquals(Replay.RIGHT, replay.words());
    assertEquals(replay.request(), o.json().at("/firstFailure/request").asText());
  }

  @Test
  void examine_noTimeToExplain_verdictStandsAndSaysSo() throws IOException {
    CandidateVerdict first;
    CandidateVerdict e;
    try (CandidateJudge judge =
        new CandidateJudge(
            command("wrong"), TIMEOUT, CaseSuite.DEFAULT_SEED, KNOWN, Ops.of(STEP), line -> {})) {
      JudgedCandidate judged = judge.judge(false);
      first = judged.verdict();
      e = judged.explained(() -> new DiagnosisDeadline(Duration.ZERO, line -> {}));
    }
    assertEquals(Verdict.FAIL, e.verdict());
    assertEquals(1, starts());
    assertEquals(e.results(), first.results());
    assertEquals(Explanation.NONE, first.explanation());
    assertTrue(e.diagnosis().isEmpty());
    assertTrue(CandidateTables.text(WIDTH, e).contains("gave up after 0 s"), e.toString());
  }

  @Test
  void examine_crashesOnce_isGivenTheOtherCases() throws IOException {
    Outcome good = examine(Ops.of(STEP), "good");
    Files.delete(directory.resolve("starts"));
    Outcome o = examine(Ops.of(STEP), "crash-once");
    assertEquals(Verdict.BROKEN, o.examination().verdict(), o.text());
    assertEquals(2, starts());
    assertTrue(o.text().contains("started again (1 of at most 3)"), o.text());
    assertEquals(1, o.examination().broken().size());
    String broken = o.examination().broken().get(0);
    assertTrue(broken.contains("IllegalStateException: index out of bounds"), broken);
    assertEquals(count(good, "step", "passed") - 1, count(o, "step", "passed"));
  }

  @Test
  void examine_diesAtEveryFurtherHello_isStartedThreeTimesMore() throws IOException {
    Outcome o = examine(Ops.of(STEP), "die-at-second-hello");
    assertEquals(Verdict.BROKEN, o.examination().verdict(), o.text());
    assertEquals(4, starts());
    assertEquals(2, count(o, "step", "passed"));
  }

  @Test
  void examine_cannotStart_isTold() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "not a program");
    for (String command : List.of("/no/such/program", text.toString(), directory.toString(), "")) {
      Outcome o = examine(KNOWN, Ops.of(STEP), List.of(command, "x"));
      assertEquals(Verdict.BROKEN, o.examination().verdict());
      assertTrue(o.text().contains("could not be started"), o.text());
      assertTrue(o.seconds() < 2, o.seconds() + " s");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ignore-bye", "grandchild"})
  void examine_processesThatGoOn_areEnded(String mode) throws IOException {
    examine(Ops.of(STEP), mode);
    assertAllEnded();
  }

  /** Whatever was started with this test's own file as an argument has ended, or soon will. */
  private void assertAllEnded() {
    String argument = directory.resolve("starts").toString();
    ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().filter(c -> c.endsWith(argument)).isPresent())
        .forEach(p -> p.onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join());
  }
}
