// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Known answers: exit status and messages of command lines. */
class MainTest {
  @TempDir private Path directory;

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String... arguments) {
    StringWriter err = new StringWriter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      System.setErr(stream);
      CommandLine commandLine = Main.commandLine();
      commandLine.setErr(new PrintWriter(err, true));
      commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
      return new Outcome(
          commandLine.execute(arguments), out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
    }
  }

  @Test
  void noCommand_checksThatHold_exitsWithZeroAndWritesWhatWasAsked() throws IOException {
    Path json = directory.resolve("result.json");
    Outcome outcome =
        run("--only", "A.harmonic", "--json", json.toString(), "--out", directory.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("PASS: 1 check holds"));
    assertTrue(Files.readString(json).contains("\"verdict\" : \"pass\""));
    assertTrue(Files.readString(directory.resolve("report.html")).startsWith("<!DOCTYPE html>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--frob|Unknown option",
        "dance|Unmatched argument",
        "--only NO.SUCH|--only must name checks among",
        "--json /|--json must name a file, got the directory /",
        "--json /no/such/x|--json must name a file in a directory that exists",
        "serve --arithmetic binary63|arithmetic must be one of",
        "serve --arithmetic decimal:0|arithmetic must be one of",
        "serve more|Unmatched argument"
      })
  void unusableCommandLine_isOneLineAndStatusTwo(String line, String message) {
    Outcome outcome = run(line.split(" "));
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out(), "and no work was begun");
  }

  @ParameterizedTest
  @ValueSource(strings = {"study", "bench", "proofs"})
  void plannedCommand_saysThatItIsNotThereAndIsNotInTheHelp(String name) {
    Outcome outcome = run(name, "--json", "x", "--", "python3");
    assertEquals(2, outcome.status());
    assertEquals("verify.sh: " + name + " is not in this version\n", outcome.out());
    assertFalse(run("--help").out().contains("  " + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help", "candidate --help", "trace --help"})
  void help_saysWhatTheCommandDoes(String line) {
    Outcome outcome = run(line.split(" "));
    assertEquals(0, outcome.status());
    assertTrue(outcome.out().startsWith("Usage: verify.sh"), outcome.out());
  }
}
