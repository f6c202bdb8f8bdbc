// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.report.Provenance;
import picocli.CommandLine;

/** Known answers: exit status and messages of command lines. */
class MainTest {
  /** Lines of a terminal that is not small. */
  private static final int SCREEN = 50;

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
        "--frob|unknown option --frob (--help says more)",
        "study precision drift --rank|--rank must have a value, got none (--help says more)",
        "halp|unknown command halp; did you mean help? (--help says more)",
        "--json /|--json must name a file, got the directory /",
        "serve --arithmetic rational|IN*F:K, dyadic, got rational",
        "study precision --arithmetic dd|got dd; did you mean double-double?",
        "candidate|candidate needs one of -- COMMAND, --write-requests FILE and --replies FILE, got none",
        "candidate --exhaustive --write-requests /dev/null|--exhaustive must be given with a COMMAND, got none",
        "candidate python3 -u x.py|unknown option -u of candidate; the candidate's command goes after --",
        "candidate --only stepp -- x|, sample, round, got stepp; did you mean step?",
        "candidate --timeout 0 -- x|--timeout must be > 0 and at most 86400 s, got 0.0",
        "candidate --seed x -- x|--seed must be a whole number of 64 bits, got x",
        "candidate --arithmetic binary32 -- x|--arithmetic must be given without a COMMAND",
        "candidate --json a --json b -- x|--json must be given once",
        "candidate --json /dev/null --write-requests /dev/null|must be given without --json",
        "study|study must be followed by one of forecast, paper, precision, sweep",
        "study precision --replicates 0|--replicates must be at least 1, got 0",
        "study precision --replicates \u0663|--replicates must be a whole number of 32 bits",
        "study precision --setting fig4 --problem x|--setting and --problem exclude each other",
        "study precision --eta 1/2/3|--eta must be one number or two",
        "study precision --like-training=no|--like-training must stand without a value, got no",
        "study precision --precisions 8|--precisions must be A..B with 2 <= A <= B <= 50, got 8",
        "trace|FILE must be given",
        "candidate --replies -|--replies must name a file, got -",
        "study sweep -|--out must be given with a specification from standard input, got none",
        "study precision drfit|unknown command drfit of study precision; did you mean drift?",
        "study precision --etta 3|unknown option --etta of study precision drift; did you mean --eta?",
        "study paper --figure theorem|got theorem; did you mean theorem1?",
        "study forecast --arithmetic mxfp4/flor|got mxfp4/flor: rule of a scale must be one of floor, ceil",
        "study precision --eta 1e300|--eta must be in 1e-30..1e+30, got 1e300",
        "study precision --sigma 1e-9/1e9|--sigma must balance a gamma in 1e-10..1e10, got 1e-9/1e9, which",
        "study precision --setting rank10 --rank 1000000|--rank must leave X and Y at most 1048576 entries",
        "study forecast --weights w.npy --step 1|w.npy: must end in .npz or .safetensors, got npy",
        "study forecast --weights w.npz|--weights must be given with --step, got none",
        "study forecast --weights w.npz --step 1 --arithmetic bfloat16/master|--arithmetic must be a number format without blocks, /compensated or /master, for --weights, got bfloat16/master",
        "study forecast --weights w.npz --step 1 --weight 1|--weights must be given without --weight, got both",
        "study forecast --step 1e-320|--step must be in 1e-50..1e50, got 1.0E-320",
        "study forecast --decay 1e300|--decay must give a step (decay + curvature) below 2, got 1.0E300",
        "study precision --gamma balancd|--gamma must be a number or balanced, got balancd; did you mean",
        "study precision --band 2|--band must be above 0 and below 0.5, got 2.0",
        "bound step --sizes 1x1x1 --at-most etax=1|, noiseY, got etax; did you mean etaX?",
        "bound step --sizes 1x1x1 --at-most etaX|--at-most must be FIELD=NUMBER, got etaX",
        "--only L2.spectum|got L2.spectum; did you mean L2.spectrum?",
        "--json=|--json must be a path, got \"\"",
        "generate-completion x|unknown argument x of generate-completion",
        "help dance|unknown command dance (--help says more)",
      })
  void unusableCommandLine_isOneLineAndStatusTwo(String line, String message) {
    CommandRun.assertUnusable(message, line.split(" "));
  }

  @Test
  void result_thatWouldReplaceItsInput_isRefused() throws IOException {
    Path problem = directory.resolve("problem.json");
    String text = "{\"M\":[[1]],\"etaX\":0.1,\"etaY\":0.1,\"sigmaX\":0.1,\"sigmaY\":0.1}";
    Files.writeString(problem, text);
    String line = "study precision --problem FILE --json FILE".replace("FILE", "" + problem);
    CommandRun.assertUnusable("--json must name a file of its own", line.split(" "));
    assertEquals(text, Files.readString(problem));
  }

  @Test
  void twoResultsInOneFile_areRefused() {
    String out = directory.toString();
    for (String command : List.of("--only A.harmonic", "study paper", "study precision", "bench")) {
      Path page = directory.resolve(command.equals("bench") ? "benchmarks.html" : "report.html");
      CommandRun.assertUnusable(
          "must name a file of its own",
          (command + " --json " + page + " --out " + out).split(" "));
    }
  }

  @Test
  void resultThatCannotBeWritten_isNamed_andKeepsNoOtherFromBeingWritten() {
    CommandRun outcome =
        CommandRun.of("--only", "A.harmonic", "--json", "/dev/full", "--out", directory.toString());
    assertEquals(3, outcome.status());
    assertTrue(outcome.err().contains("--json /dev/full: "), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(Files.exists(directory.resolve("report.html")));
  }

  @Test
  void list_ofChecks_hasWhatEachSays() {
    CommandRun run = CommandRun.of("--list", "--only", "A.harmonic,N.");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().matches("(?s)A\\.harmonic  +\\w.*\nN\\.philox  +\\w.*"), run.out());
  }

  /** The path of each command, the subcommands' among them. */
  static Stream<String> commands() {
    return commands("", Main.commandLine());
  }

  private static Stream<String> commands(String path, CommandLine command) {
    return Stream.concat(
        Stream.of(path),
        command.getSubcommands().entrySet().stream()
            .flatMap(sub -> commands(path + sub.getKey() + " ", sub.getValue())));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEveryCommand_saysWhatItDoesOnAScreen(String command) {
    CommandRun outcome = CommandRun.of((command + "--help").split(" "));
    assertEquals(0, outcome.status());
    assertTrue(outcome.out().startsWith("Usage: verify.sh"), outcome.out());
    assertTrue(outcome.out().lines().count() <= SCREEN, outcome.out());
  }

  private static CommandLine at(String path, CommandLine command) {
    for (String word : path.strip().split(" ")) {
      command = word.isEmpty() ? command : command.getSubcommands().get(word);
    }
    return command;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandLine_forTheWordsOfACommand_hasItAsTheWhole(String path) {
    CommandLine alone = Main.commandLine((path + "--help").split(" "));
    assertEquals(at(path, Main.commandLine()).getUsageMessage(), at(path, alone).getUsageMessage());
    boolean all = path.isEmpty() || path.startsWith("generate-completion");
    assertEquals(all, alone.getSubcommands().size() > 1);
  }

  /** Texts to copy, such as ./verify.sh or spark://HOST:PORT, stand on one line. */
  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEveryCommand_breaksNoWord(String path) {
    CommandLine command = at(path, Main.commandLine());
    List<String> words = List.of(command.getUsageMessage().split("\\s+"));
    command.setUsageHelpWidth(4000);
    Set<String> whole = new HashSet<>(List.of(command.getUsageMessage().split("\\s+")));
    assertEquals(List.of(), words.stream().filter(word -> !whole.contains(word)).toList());
  }

  @Test
  void helpAsACommand_isTheHelpOfTheCommand() {
    for (String words : List.of("", "candidate", "study precision drift", "golden check")) {
      CommandRun asked = CommandRun.of(("help " + words).strip().split(" "));
      assertEquals(CommandRun.of((words + " --help").strip().split(" ")), asked);
    }
  }

  @Test
  void version_namesReleaseCommitAndJava() {
    System.setProperty("noisygd.commit", "abc1234");
    try {
      assertEquals(
          "noisygd " + Provenance.thisVersion() + ", commit abc1234, Java " + Runtime.version(),
          CommandRun.of("--version").out().strip());
      assertEquals(CommandRun.of("--version"), CommandRun.of("version"));
    } finally {
      System.clearProperty("noisygd.commit");
    }
  }

  @Test
  void quiet_printsNothing_andWritesWhatWasAsked() throws IOException {
    Path json = directory.resolve("result.json");
    CommandRun outcome = CommandRun.of("--only", "A.harmonic", "-q", "--json", json.toString());
    assertEquals(new CommandRun(0, "", ""), outcome);
    assertTrue(Files.readString(json).contains("\"verdict\" : \"pass\""));
    assertTrue(CommandRun.of("--only", "A.harmonic").out().contains("PASS"), "and speaks again");
    CommandRun.assertUnusable("--terms must", "bound", "dot", "--quiet", "--terms", "0");
  }

  /** Bash itself completes words by the script that it reads. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void generatedCompletion_inBash_completesCommandsAndOptions() throws Exception {
    Path script = directory.resolve("completion");
    Files.writeString(script, CommandRun.of("generate-completion").out());
    String asked =
        """
        source "$1" && complete -p verify.sh >/dev/null || exit 1
        COMP_WORDS=(./verify.sh cand) COMP_CWORD=1
        _complete_verify ./verify.sh cand ./verify.sh && echo "${COMPREPLY[@]}"
        COMP_WORDS=(./verify.sh trace --ht) COMP_CWORD=2
        _complete_verify ./verify.sh --ht trace && echo "${COMPREPLY[@]}"
        """;
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", asked, "bash", script.toString());
    VerifyScriptTest.Outcome completed = VerifyScriptTest.end(bash.start());
    assertEquals(0, completed.status(), completed.err());
    assertEquals("candidate candidates\n--html\n", completed.out());
  }
}
