// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.noisygd.report.Evidence;
import org.noisygd.report.Provenance;
import org.noisygd.report.Terminal;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.CheckGroup;
import org.noisygd.verify.check.CheckResult;

/** Known answers: what checks of known outcome look like in each form of the report. */
class VerificationTest {
  private static final Check HOLDS =
      new Check("T.holds", "One <and> one is two", Evidence.EXACT, t -> t.within("sum", 0.25, 0.5));

  private static final Check FAILS =
      new Check("T.fails", "One is two", Evidence.CROSS_CHECKED, t -> t.holds("1", false, "got 1"));

  private static final Check MEASURED =
      new Check("T.measured", "Two is two", Evidence.MEASURED, t -> t.equal("two", 2, 2));

  private static final Check STOPS =
      new Check(
          "T.stops",
          "Runs out of memory",
          Evidence.EXACT,
          t -> {
            throw new OutOfMemoryError("test");
          });

  private static Verification run(Check... checks) {
    return Verification.run(
        List.of(new CheckGroup("Tests", "known outcomes", List.of(checks))), 2, result -> {});
  }

  @Test
  void verdict_isFailIfAnyFailsOrNoneIsThere() {
    assertEquals(CheckResult.Status.PASS, run(HOLDS, MEASURED).verdict());
    assertEquals(CheckResult.Status.FAIL, run(HOLDS, FAILS, MEASURED).verdict());
    assertEquals(CheckResult.Status.FAIL, run(STOPS).verdict());
    assertEquals(CheckResult.Status.FAIL, run().verdict());
    assertEquals(List.of(0, 1), List.of(run(HOLDS).exitStatus(), run(HOLDS, FAILS).exitStatus()));
  }

  @Test
  void run_keepsTheOrderAndTellsEachResultOnce() {
    List<String> told = new ArrayList<>();
    Verification verification =
        Verification.run(
            List.of(
                new CheckGroup("A", "a", List.of(HOLDS, FAILS)),
                new CheckGroup("B", "b", List.of(MEASURED, STOPS))),
            2,
            result -> told.add(result.id()));
    List<String> ids = verification.results().stream().map(CheckResult::id).toList();
    assertEquals(List.of("T.holds", "T.fails", "T.measured", "T.stops"), ids);
    assertTrue(verification.results().get(3).why().contains("OutOfMemoryError"));
    assertEquals(ids.stream().sorted().toList(), told.stream().sorted().toList());
  }

  @Test
  void render_inAPipe_isPlainText() {
    Verification verification =
        new Verification(run(HOLDS, MEASURED).parts(), Duration.ofMillis(1250));
    assertEquals(
        """
        Tests: known outcomes
        Status  Claim       Known how  Cases  Statement
        pass    T.holds     exact          1  One <and> one is two
                                              nearest to failing: 0.500 of its
                                              bound, sum
        pass    T.measured  measured       1  Two is two

        exact: without any rounding; measured: by observation alone

        PASS: 2 checks hold, 2 cases, 1.3 s
        """,
        VerificationReport.of(verification).text(new Terminal(70, false, false)));
    assertTrue(
        VerificationReport.of(verification)
            .text(new Terminal(70, true, false))
            .contains("\u001b[32mpass"));
  }

  @Test
  void json_hasTheShapeOfTheDesign() throws IOException {
    JsonNode root =
        new ObjectMapper()
            .readTree(
                VerificationReport.json(
                    run(HOLDS, FAILS, MEASURED), Provenance.of(List.of("--only", "A."))));
    assertEquals("fail", root.get("verdict").asText());
    JsonNode first = root.get("checks").get(0);
    assertEquals("T.holds", first.get("id").asText());
    assertEquals("exact", first.get("how").asText());
    assertEquals("pass", first.get("status").asText());
    assertEquals(1, first.get("cases").intValue());
    assertTrue(first.get("worst").asText().contains("sum"));
    assertFalse(first.has("why"));
    assertEquals("cross-checked", root.get("checks").get(1).get("how").asText());
    assertEquals(
        "1 of 1 cases failed, the first: 1: got 1", root.get("checks").get(1).get("why").asText());
    assertEquals("./verify.sh --only A.", root.get("command").asText());
  }

  @Test
  void html_needsNothingElse() {
    String page =
        VerificationReport.of(run(HOLDS, FAILS, MEASURED))
            .page(Provenance.of(List.of("--only", "A.")), "");
    assertTrue(page.contains("One &lt;and&gt; one is two"));
    assertTrue(page.contains("<pre class=\"request\">./verify.sh --only A.</pre>"));
    assertFalse(page.contains("<script"));
    assertFalse(
        Pattern.compile("(?i)https?:|src=|url\\(|@import|<link").matcher(page).find(), page);
  }

  @Test
  void only_choosesByIdAndRefusesUnknownOnes() {
    List<CheckGroup> all =
        List.of(
            new CheckGroup("A", "a", List.of(HOLDS, FAILS)),
            new CheckGroup("B", "b", List.of(MEASURED)));
    assertEquals(List.of("A"), titles(CheckGroups.only(all, List.of("T.fails"))));
    assertEquals(List.of("A", "B"), titles(CheckGroups.only(all, List.of("T."))));
    assertEquals(List.of("B"), titles(CheckGroups.only(all, List.of("T.m*"))));
    assertRefused(
        "--only must name checks, or the beginning of some with . or * at its end, got L9.x; they are"
            + " T.fails, T.holds, T.measured",
        () -> CheckGroups.only(all, List.of("T.holds", "L9.x")));
  }

  private static List<String> titles(List<CheckGroup> groups) {
    return groups.stream().map(CheckGroup::title).toList();
  }
}
