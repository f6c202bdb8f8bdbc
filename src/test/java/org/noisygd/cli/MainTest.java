// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers: exit status and messages of command lines. */
class MainTest {
  @TempDir private Path directory;

  @Test
  void noCommand_checksThatHold_exitsWithZeroAndWritesWhatWasAsked() throws IOException {
    Path json = directory.resolve("result.json");
    CommandRun outcome =
        CommandRun.of(
            "--only", "A.harmonic", "--json", json.toString(), "--out", directory.toString());
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
        "serve more|Unmatched argument",
        "candidate|candidate needs one of -- COMMAND, --write-requests FILE and --replies FILE, got none",
        "candidate --replies a --write-requests b|got several",
        "candidate python3 -u x.py|Unknown option: '-u'; the candidate's command goes after --",
        "candidate --only stepp -- x|--only must name ops among loss, gradient, hessian",
        "candidate --timeout 0 -- x|--timeout must be finite and > 0",
        "candidate --timeout soon -- x|Invalid value for option '--timeout'",
        "candidate --seed x -- x|Invalid value for option '--seed'",
        "candidate --html /no/such/x -- x|--html must name a file in a directory that exists",
        "candidate --junit / -- x|--junit must name a file, got the directory /",
        "candidate --json a --json b -- x|option '--json' (FILE) should be specified only once",
        "candidate --replies /no/such/x|--replies must name a readable text file, got /no/such/x",
        "candidate --arithmetic binary63 --write-requests /dev/null|arithmetic must be one of",
        "candidate --json /dev/null --write-requests /dev/null|must stand without --json",
        "study|study must be followed by precision, paper or sweep",
        "study precision --setting fig5|setting must be one of fig4, rank1, rank10, got fig5",
        "study precision --arithmetic bfloat17|arithmetic must be binary64, double-double",
        "study precision --reference half|arithmetic must be binary64, double-double",
        "study precision --replicates 0|replicates must be at least 1, got 0",
        "study precision --steps 0|steps must be at least 1, got 0",
        "study precision --steps many|Invalid value for option '--steps'",
        "study precision --problem /no/such|--problem must name a readable text file, got /no/such",
        "study precision --setting fig4 --problem x|--problem must stand without --setting",
        "study precision --sigma small|--sigma must be made of numbers, got small",
        "study precision --eta 1/2/3|--eta must be one number or two",
        "study precision --start 3|--start must be entries of X/entries of Y, got 3",
        "study precision --precisions 8|--precisions must be A..B, got 8",
        "study precision --out /dev/null|--out must name a directory",
        "study precision --threads 0|--threads must be at least 1, got 0",
        "study precision --json /|--json must name a file, got the directory /",
        "bench --only steps|--only must name groups among step, rank, size, replicates, digits, noise, experiment, got steps",
        "bench --rounds 0|--rounds must be in 1..1000, got 0",
        "bench --rounds x|Invalid value for option '--rounds'",
        "bench --json /|--json must name a file, got the directory /",
        "bench --out /dev/null|--out must name a directory",
        "bench extra|Unmatched argument",
        "study precision --distances --sites|--distances must stand without --sites",
        "study precision --map --sites|--map must stand without --sites",
        "study precision --settled --map|--settled must stand without --distances, --settled and --map",
        "study precision --settled --reference binary64|--settled must stand without --reference",
        "study precision --settled --replicates 1|replicates must be at least 2, got 1",
        "study precision --settled --steps 100|steps must be ",
        "study precision --map --steps 0|steps must be at least 1, got 0",
        "study precision --distances --arithmetic binary:11/zero|arithmetic must be one of",
        "trace|Missing required parameter: 'FILE'",
        "trace --html / x.jsonl|--html must name a file, got the directory /"
      })
  void unusableCommandLine_isOneLineAndStatusTwo(String line, String message) {
    CommandRun outcome = CommandRun.of(line.split(" "));
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out(), "and no work was begun");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "proofs --help",
        "candidate --help",
        "trace --help",
        "golden --help",
        "study --help",
        "study precision --help"
      })
  void help_saysWhatTheCommandDoes(String line) {
    CommandRun outcome = CommandRun.of(line.split(" "));
    assertEquals(0, outcome.status());
    assertTrue(outcome.out().startsWith("Usage: verify.sh"), outcome.out());
  }
}
