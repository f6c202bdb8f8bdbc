// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.op.ProtocolServer;
import org.noisygd.report.HeadlessBrowser;
import org.noisygd.verdict.RequestFile;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Known answers: exit status, terminal, JSON, JUnit XML and HTML for a candidate and a trace of
 * each verdict. The candidate is the reference itself, its requests or its replies changed.
 */
@Tag("ci")
class VerdictFilesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A name that would do harm if it came through as markup. */
  private static final String EVIL =
      "</title></h1><script>alert('1')</script>\" onload=\"x\u202e\u0007";

  @TempDir private Path directory;

  private record Verdicts(CommandRun run, JsonNode json, Document junit, Document html) {
    String verdict() {
      return json.path("verdict").asText();
    }
  }

  private static UnaryOperator<ObjectNode> asItIs() {
    return object -> object;
  }

  /** The reference's replies to the requests for {@code step} and {@code loss}, a line each. */
  private Path replies(UnaryOperator<ObjectNode> request, UnaryOperator<ObjectNode> reply)
      throws IOException {
    Ops ops = Ops.of(Ops.LOSS, Ops.STEP);
    String requests = RequestFile.requests("binary64", CaseSuite.DEFAULT_SEED, ops);
    String asked = changed(requests, request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ProtocolServer("binary64")
        .serve(new ByteArrayInputStream(asked.getBytes(StandardCharsets.UTF_8)), out);
    Path file = directory.resolve("replies.jsonl");
    return Files.writeString(file, changed(out.toString(StandardCharsets.UTF_8), reply));
  }

  private static String changed(String lines, UnaryOperator<ObjectNode> change) throws IOException {
    List<String> changed = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      changed.add(MAPPER.writeValueAsString(change.apply((ObjectNode) MAPPER.readTree(line))));
    }
    return String.join("\n", changed) + "\n";
  }

  private Verdicts run(String command, String... more) throws Exception {
    Path json = directory.resolve("x.json");
    Path junit = directory.resolve("x.xml");
    Path html = directory.resolve("x.html");
    List<String> arguments = new ArrayList<>(List.of(command, "--json", json.toString()));
    arguments.addAll(List.of("--junit", junit.toString(), "--html", html.toString()));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    return new Verdicts(
        run,
        MAPPER.readTree(json.toFile()),
        VerdictDocuments.junit(junit),
        VerdictDocuments.html(html));
  }

  private Verdicts judge(Path replies) throws Exception {
    return run("candidate", "--only", "loss,step", "--replies", replies.toString());
  }

  /** A verdict of each kind, a trace and a sweep, on a desk and on a phone. */
  @Test
  void pages_inABrowser_areWhole() throws Exception {
    HeadlessBrowser browser = HeadlessBrowser.needed();
    assertEquals(0, judge(replies(asItIs(), asItIs())).run().status());
    look(browser, "x.html");
    assertEquals(1, judge(replies(VerdictFilesTest::stepSizesExchanged, asItIs())).run().status());
    look(browser, "x.html");
    run("trace", "golden/traces/fig4-binary64-start.jsonl");
    look(browser, "x.html");
    String out = directory.resolve("sweep").toString();
    CommandRun sweep =
        CommandRun.of("study", "sweep", "proofs-notes/sweeps/example.json", "--out", out);
    assertEquals(0, sweep.status(), sweep.err());
    look(browser, "sweep/report.html");
  }

  private void look(HeadlessBrowser browser, String name) throws IOException {
    String page = Files.readString(directory.resolve(name));
    for (int width : new int[] {390, 1400}) {
      JsonNode seen = browser.look(page, directory, width);
      assertEquals(width, seen.get("width").asInt());
      assertEquals("[]", seen.get("clipped").toString(), name);
      assertEquals("[]", seen.get("wide").toString(), name);
    }
    assertEquals(List.of(), browser.complaints(page, directory), name);
  }

  private static String text(Document html, String tag) {
    return html.getElementsByTagName(tag).item(0).getTextContent();
  }

  /** The object that the protocol describes, every name and type of it. */
  private static void shape(JsonNode json) {
    assertTrue(
        List.of("pass", "fail", "unusable", "broken").contains(json.get("verdict").asText()));
    assertTrue(json.get("candidate").isTextual());
    assertTrue(json.get("arithmetic").get("declared").isTextual());
    assertTrue(json.get("arithmetic").get("observed").isTextual());
    assertTrue(json.get("ops").isObject());
    for (JsonNode op : json.get("ops")) {
      assertEquals(
          op.get("cases").intValue(), op.get("passed").intValue() + op.get("failed").intValue());
      assertTrue(op.get("worst").isNumber());
    }
    assertTrue(json.get("diagnosis").isArray());
    for (JsonNode one : json.get("diagnosis")) {
      for (String field : List.of("code", "op", "text")) {
        assertTrue(one.get(field).isTextual(), field);
      }
    }
    if (json.has("firstFailure")) {
      for (String field : List.of("op", "case", "entry", "expected", "actual", "error", "bound")) {
        assertTrue(json.get("firstFailure").get(field).isTextual(), field);
      }
    }
  }

  private static void outcome(Verdicts v, int status, String verdict, String heading) {
    assertEquals(status, v.run().status(), v.run().err());
    shape(v.json());
    assertEquals(verdict, v.verdict());
    String box = text(v.html(), "p");
    assertTrue(box.startsWith(heading + ": "), box);
    Element suites = v.junit().getDocumentElement();
    assertEquals(verdict.equals("fail"), !suites.getAttribute("failures").equals("0"));
    assertEquals(status >= 2, !suites.getAttribute("errors").equals("0"));
  }

  @Test
  void candidate_right_passesInEveryForm() throws Exception {
    Verdicts v = judge(replies(asItIs(), asItIs()));
    outcome(v, 0, "pass", "PASS");
    assertTrue(v.run().out().contains("PASS: All "), v.run().out());
    assertEquals(List.of("loss", "step"), names(v.json().get("ops")));
    assertFalse(v.json().has("firstFailure"));
    assertEquals(0, v.json().get("diagnosis").size());
    assertEquals("binary64", v.json().get("arithmetic").get("observed").asText());
    int cases = 0;
    for (JsonNode op : v.json().get("ops")) {
      assertEquals(0, op.get("failed").intValue());
      assertTrue(op.get("worst").doubleValue() <= 1);
      cases += op.get("cases").intValue();
    }
    assertEquals(String.valueOf(cases), v.junit().getDocumentElement().getAttribute("tests"));
    assertEquals(cases, listed(v.html()), "each case by its name");
  }

  private static ObjectNode stepSizesExchanged(ObjectNode request) {
    if (request.has("etaX")) {
      JsonNode etaX = request.get("etaX");
      request.set("etaX", request.get("etaY"));
      request.set("etaY", etaX);
    }
    return request;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The number of cases that the page lists. */
  private static int listed(Document html) {
    int listed = 0;
    NodeList names = html.getElementsByTagName("td");
    for (int i = 0; i < names.getLength(); i++) {
      listed += names.item(i).getTextContent().matches("(loss|step)/\\S+.*") ? 1 : 0;
    }
    return listed;
  }

  @Test
  void candidate_stepSizesExchanged_failsAndIsNamedInEveryForm() throws Exception {
    Verdicts v = judge(replies(VerdictFilesTest::stepSizesExchanged, asItIs()));
    outcome(v, 1, "fail", "FAIL");
    JsonNode diagnosis = v.json().get("diagnosis").get(0);
    assertEquals("step-sizes-swapped", diagnosis.get("code").asText());
    assertEquals("step", diagnosis.get("op").asText());
    JsonNode first = v.json().get("firstFailure");
    assertEquals("step", first.get("op").asText());
    assertTrue(first.get("case").asText().startsWith("step/"));
    assertTrue(first.get("entry").asText().matches("[XY]\\[\\d+]\\[\\d+]"));
    assertTrue(v.run().out().contains(diagnosis.get("text").asText().split(" ", 2)[0]));
    String page = v.html().getDocumentElement().getTextContent();
    assertTrue(page.contains("step-sizes-swapped") && page.contains(first.get("case").asText()));
    assertTrue(page.contains("\"op\":\"step\""), "and the request is there to be replayed");
  }

  @Test
  void candidate_errors_areFailedCasesAndShownAsText() throws Exception {
    Verdicts v =
        judge(
            replies(
                asItIs(),
                reply -> {
                  if (reply.has("name")) {
                    reply.put("name", EVIL);
                  } else if (reply.has("X")) {
                    reply.remove(List.of("X", "Y"));
                    reply.put("error", "<img src=x onerror=alert(1)>" + EVIL);
                  }
                  return reply;
                }));
    outcome(v, 1, "fail", "FAIL");
    assertEquals("error", v.json().get("firstFailure").get("entry").asText());
    assertTrue(v.html().getDocumentElement().getTextContent().contains("<img src=x onerror"));
    assertEquals(EVIL, v.json().get("candidate").asText());
    assertEquals(
        "The candidate " + EVIL.replaceAll("[\\u202e\\u0007]", "\ufffd"), text(v.html(), "h1"));
  }

  @Test
  void candidate_withoutAnUpdate_isNotJudged() throws Exception {
    Path replies = replies(asItIs(), asItIs());
    Verdicts v = run("candidate", "--only", "loss", "--replies", replies.toString());
    outcome(v, 3, "broken", "NOT JUDGED");
    assertTrue(v.run().out().contains("None of step, run and round was answered"), v.run().out());
  }

  @Test
  void candidate_fieldMissingEverywhere_isToldOnceWithItsNumber() throws Exception {
    Verdicts v =
        judge(
            replies(
                asItIs(),
                reply -> {
                  reply.remove("X");
                  return reply;
                }));
    outcome(v, 3, "broken", "NOT JUDGED");
    String out = v.run().out();
    assertEquals(
        1, out.lines().filter(line -> line.contains("must have the field X")).count(), out);
    int others = v.json().get("broken").size() - 1;
    assertTrue(others > 0 && out.contains("  and " + others + " more\n"), out);
  }

  @Test
  void candidate_unreadableReplies_isUnusableInEveryForm() throws Exception {
    Verdicts v = judge(directory.resolve("none.jsonl"));
    outcome(v, 2, "unusable", "UNUSABLE");
    assertEquals("", v.run().out());
    assertTrue(v.json().get("complaint").asText().contains("none.jsonl"));
    Verdicts w = run("candidate", "--only", "stepp", "--", "x");
    outcome(w, 2, "unusable", "UNUSABLE");
  }

  @Test
  void results_onAnInputOrOnEachOther_areRefusedAndNothingIsWritten() throws Exception {
    Path replies = replies(asItIs(), asItIs());
    String before = Files.readString(replies);
    Path link = Files.createSymbolicLink(directory.resolve("link"), replies);
    for (Path same : List.of(replies, link, directory.resolve("./replies.jsonl"))) {
      CommandRun run =
          CommandRun.of("candidate", "--replies", replies.toString(), "--json", same.toString());
      assertEquals(2, run.status());
      assertTrue(run.err().contains("--json must name a file of its own"), run.err());
      assertEquals(before, Files.readString(replies));
    }
    String own = replies.toString(); // the candidate's program, as it might be
    assertEquals(2, CommandRun.of("candidate", "--html", own, "--", "python3", own).status());
    assertEquals(before, Files.readString(replies));
    String one = directory.resolve("one").toString();
    CommandRun run =
        CommandRun.of("candidate", "--replies", replies.toString(), "--json", one, "--html", one);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("--html must name a file of its own"), run.err());
    assertFalse(Files.exists(directory.resolve("one")));
    CommandRun trace = CommandRun.of("trace", replies.toString(), "--junit", replies.toString());
    assertEquals(2, trace.status());
    assertEquals(before, Files.readString(replies));
  }

  private Path trace(String name, String... lines) throws IOException {
    String header =
        "{\"trace\":1,\"M\":[[1]],\"etaX\":0.5,\"etaY\":0.25,\"name\":"
            + MAPPER.writeValueAsString(EVIL)
            + "}\n";
    return Files.writeString(directory.resolve(name), header + String.join("\n", lines) + "\n");
  }

  // X' = X - etaX (XY - 1) Y and Y' likewise, from (1, 2) without noise: (1 - 0.5 * 2, 2 - 0.25).
  private static final String T0 =
      "{\"t\":0,\"X\":[[1]],\"Y\":[[2]],\"noiseX\":[[0]],\"noiseY\":[[0]]}";
  private static final String T1 = "{\"t\":1,\"X\":[[0]],\"Y\":[[1.75]]}";

  @Test
  void trace_ofEachVerdict_isTheSameInEveryForm() throws Exception {
    Path right = trace("right.jsonl", T0, T1);
    outcome(run("trace", right.toString()), 0, "pass", "PASS");
    Path wrong = trace("wrong.jsonl", T0, "{\"t\":1,\"X\":[[0.5]],\"Y\":[[1.75]]}");
    Verdicts v = run("trace", wrong.toString());
    outcome(v, 1, "fail", "FAIL");
    assertEquals("X[0][0] at t=1", v.json().get("firstFailure").get("entry").asText());
    assertTrue(
        text(v.html(), "h1").startsWith("The trace </title></h1><script>"), text(v.html(), "h1"));
    outcome(
        run("trace", trace("cut.jsonl", T0, "{\"t\":1,").toString()), 2, "unusable", "UNUSABLE");
    outcome(run("trace", trace("short.jsonl", T0).toString()), 3, "broken", "NOT JUDGED");
    outcome(run("trace", directory.resolve("none").toString()), 2, "unusable", "UNUSABLE");
    CommandRun both = CommandRun.of("trace", right.toString(), wrong.toString());
    assertEquals(1, both.status());
  }

  @Test
  void traces_several_areOnePageAndAnArray() throws Exception {
    String right = trace("right.jsonl", T0, T1).toString();
    Verdicts v = run("trace", right, right);
    assertEquals(2, v.json().size());
    v.json().forEach(VerdictFilesTest::shape);
    assertEquals(3, v.html().getElementsByTagName("h1").getLength());
  }
}
