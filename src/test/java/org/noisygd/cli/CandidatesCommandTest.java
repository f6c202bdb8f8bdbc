// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.JavaProgram;
import picocli.CommandLine;

/** Known answers: many candidates judged at once. */
class CandidatesCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Offers losses, and refuses each of them. */
  private static final String UNABLE =
      "n=0; while read line; do if [ $n = 0 ]; then echo '{\"id\":0,\"name\":\"unable\",\"ops\":[\"loss\"]}';"
          + " else echo '{\"id\":'$n',\"unsupported\":true}'; fi; n=$((n+1)); done";

  private static CommandRun run(String input, String... arguments) {
    return CommandRun.of(Main.commandLine(), input, arguments);
  }

  private static String line(List<String> command, String... only) {
    var row = MAPPER.createObjectNode();
    var array = row.putArray("command");
    command.forEach(array::add);
    var ops = row.putArray("only");
    List.of(only).forEach(ops::add);
    return row + "\n";
  }

  @Test
  void twoLines_twoVerdicts_inTheirOrderAndCaseByCase() throws IOException {
    CommandRun outcome =
        run(
            line(List.of("/no/such/program")) + line(List.of("sh", "-c", UNABLE), "loss"),
            "candidates",
            "--jobs",
            "2");
    assertEquals(0, outcome.status(), outcome.err());
    List<String> verdicts = outcome.out().lines().toList();
    assertEquals(2, verdicts.size(), outcome.out());
    assertEquals("broken", MAPPER.readTree(verdicts.get(0)).path("verdict").asText());
    JsonNode unable = MAPPER.readTree(verdicts.get(1));
    assertEquals("unable", unable.path("candidate").asText());
    assertTrue(unable.path("cases").size() > 10, "every case is listed");
    for (JsonNode one : unable.path("cases")) {
      assertEquals("unsupported", one.path("outcome").asText());
      assertEquals("loss", one.path("op").asText());
      assertTrue(one.path("name").asText().startsWith("loss/"));
      assertTrue(one.path("ratio").isMissingNode(), "nothing was compared");
    }
  }

  @Test
  void unusableLine_isToldBeforeAnythingIsStarted() {
    CommandRun unknown = run(line(List.of("true"), "dance"), "candidates");
    assertEquals(2, unknown.status());
    assertTrue(unknown.err().contains("only must be one of loss, gradient,"), unknown.err());
    CommandRun empty = run(line(List.of()), "candidates");
    assertEquals(2, empty.status());
    assertEquals("", unknown.out() + empty.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"command\":\"true\"}|standard input:2: command must be an array of strings, got the string \"true\"",
        "{\"command\":[\"true\"],\"only\":\"step\"}|standard input:2: only must be an array of strings, got the string",
        "{\"command\":[\"true\"],\"onyl\":[]}|standard input:2: line must have fields among command, only, got onyl; did you mean only?"
      })
  void lineThatIsNoCandidate_isNamed(String line, String message) {
    CommandRun outcome = run("\n" + line + "\n", "candidates");
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals("", outcome.out());
  }

  /**
   * The reference itself answers, in two arithmetics side by side: the numbers of both requests and
   * of both replies are kept, five million each.
   */
  @Test
  @Tag("ci")
  void twoArithmeticsAtATime_needLittleMemory() throws Exception {
    ProcessBuilder judge =
        new ProcessBuilder(
            JavaProgram.command(
                List.of("-Xmx900m", "-XX:+UseParallelGC", "-XX:NewRatio=4"),
                Main.class.getName(),
                "candidates"));
    Process process = judge.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (PrintStream input =
        new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8)) {
      for (String arithmetic : List.of("binary64", "binary32")) {
        input.print(
            line(
                JavaProgram.command(
                    JavaProgram.BRIEF, Main.class.getName(), "serve", "--arithmetic", arithmetic)));
      }
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals(2, out.lines().count());
    for (String verdict : out.lines().toList()) {
      assertEquals("pass", MAPPER.readTree(verdict).path("verdict").asText(), verdict);
    }
  }

  /** Offers losses, and fails at each. */
  private static final String WRONG =
      "n=0; while read line; do if [ $n = 0 ]; then echo '{\"id\":0,\"name\":\"wrong\",\"ops\":[\"loss\"]}';"
          + " else echo '{\"id\":'$n',\"error\":\"none\"}'; fi; n=$((n+1)); done";

  /** A fault of the reference itself in all that explains the first, and in judging the second. */
  @Test
  void faultOfTheReference_costsNoOtherVerdict() throws IOException {
    String fault = "number must be finite, got Infinity";
    AtomicInteger candidates = new AtomicInteger();
    CommandLine commandLine =
        new CommandLine(
            new CandidatesCommand(
                progress -> {
                  if (progress.equals("loss/ordinary-1x1x1")) {
                    candidates.incrementAndGet();
                  }
                  boolean explaining = progress.startsWith("looking for");
                  if (candidates.get() == (explaining ? 1 : 2)) {
                    throw new ArithmeticException(fault);
                  }
                }));
    String wrong = line(List.of("sh", "-c", WRONG), "loss");
    CommandRun outcome = CommandRun.of(commandLine, wrong + wrong + wrong, "--jobs", "1");
    assertEquals(0, outcome.status(), outcome.err());
    List<String> verdicts = outcome.out().lines().toList();
    assertEquals(3, verdicts.size(), outcome.out());
    JsonNode unexplained = MAPPER.readTree(verdicts.get(0));
    assertEquals("fail", unexplained.path("verdict").asText());
    assertTrue(unexplained.path("notes").toString().contains(fault), verdicts.get(0));
    JsonNode unjudged = MAPPER.readTree(verdicts.get(1));
    assertEquals("broken", unjudged.path("verdict").asText());
    assertTrue(unjudged.path("broken").get(0).asText().contains(fault), verdicts.get(1));
    JsonNode whole = MAPPER.readTree(verdicts.get(2));
    assertEquals("fail", whole.path("verdict").asText());
    assertTrue(!verdicts.get(2).contains(fault), verdicts.get(2));
  }
}
