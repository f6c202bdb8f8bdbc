// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.JavaProgram;
import org.noisygd.cli.VerifyScriptTest.Outcome;

/** Known answers: what a process of its own says where output or memory fails it. */
@Tag("slow")
class FailuresTest {
  @TempDir private Path directory;

  private ProcessBuilder program(List<String> flags, String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(JavaProgram.command(flags, "org.noisygd.cli.Main", arguments));
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // which Java reports on standard error
    builder.environment().put("LC_ALL", "C");
    return builder.redirectError(directory.resolve("err").toFile());
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  @Test
  void fullDisk_asStandardOutput_isToldWithStatusThree() throws Exception {
    Process process =
        program(List.of(), "--only=A.harmonic").redirectOutput(new File("/dev/full")).start();
    assertEquals(3, process.waitFor());
    assertEquals(
        "verify.sh: could not write to standard output: No space left on device", err().strip());
  }

  @Test
  void result_forStandardOutput_standsThereAlone() throws Exception {
    Process process = program(List.of(), "bound dot --terms 3 --json -".split(" ")).start();
    JsonNode result = new ObjectMapper().readTree(process.getInputStream());
    assertEquals("dot", result.path("op").asText());
    assertEquals(0, process.waitFor());
    assertEquals("", err());
  }

  /**
   * As verify.sh has it where Java warns of its own. Here 1 stands for 3, which a test cannot open.
   */
  @Test
  void complaint_whereStandardErrorIsAnotherFile_goesThere() throws Exception {
    Process process =
        program(
                List.of("--add-opens", "java.base/java.io=ALL-UNNAMED", "-Dnoisygd.err=1"),
                "bench --rounds 0".split(" "))
            .start();
    assertEquals(
        "verify.sh: --rounds must be in 1..1000, got 0\n",
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(2, process.waitFor());
    assertEquals("", err());
  }

  @Test
  void fileThatCannotBeWrittenWithinACallback_isOneLine() {
    StringWriter said = new StringWriter();
    IOException full = new IOException("No space left on device");
    int status = Failures.failed(new UncheckedIOException(full), new PrintWriter(said, true));
    assertEquals(3, status);
    assertEquals(
        "verify.sh: could not read or write: No space left on device", said.toString().strip());
  }

  @Test
  void readerWhoHasHadEnough_isNoFailure() throws Exception {
    // More than a pipe holds, so that the program is still writing when its reader goes.
    StringBuilder requests = new StringBuilder();
    for (int id = 0; id < 20_000; id++) {
      requests.append("{\"id\":").append(id).append(",\"op\":\"hello\",\"protocol\":1}\n");
    }
    Path input = Files.writeString(directory.resolve("requests"), requests);
    Process process = program(List.of(), "serve").redirectInput(input.toFile()).start();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(reader.readLine().contains("\"name\""));
    }
    assertEquals(0, process.waitFor());
    assertEquals("", err());
  }

  /**
   * Java ends by an interrupt in its own way, after which bash would go on. Here a script stands
   * for it, which is interrupted while {@code verify.sh} asks it for its modules.
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interrupt_ofTheScriptBeforeTheProgram_endsIt() throws Exception {
    Path asked = directory.resolve("asked");
    String java =
        """
        #!/bin/bash
        if [ "$1" = --list-modules ]; then
          trap 'kill $!; exit 130' INT
          sleep 3600 & echo >'%s'
          wait
        fi
        echo went on
        """;
    assertEquals(new Outcome(130, "", ""), interrupt(by(java.formatted(asked), "bench"), asked));
  }

  /** A given limit of Java's memory is kept. Here a script stands for it, too. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void memory_chosenForJava_isNotChosenAgain() throws Exception {
    for (String command : List.of("candidate", "candidates")) {
      ProcessBuilder builder = by("#!/bin/sh\necho \"$*\"\n", command);
      builder.environment().remove("JDK_JAVA_OPTIONS");
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      assertTrue(VerifyScriptTest.end(builder.start()).out().contains(" -Xm"), command);
      builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx300m");
      String handedOn = VerifyScriptTest.end(builder.start()).out();
      assertTrue(handedOn.endsWith("Main " + command + "\n"), handedOn);
      assertFalse(handedOn.contains("-Xm"), handedOn);
    }
  }

  /** The script, built, with a script in the place of Java. */
  private ProcessBuilder by(String java, String command) throws IOException {
    for (String built : List.of("noisygd.jar", "run/noisygd.jar", "run/classes-17.jsa")) {
      put("target/" + built, "");
    }
    Path script = put("verify.sh", Files.readString(Path.of("verify.sh")));
    put("jdk/release", "JAVA_VERSION=\"17\"\n");
    put("jdk/bin/java", java);
    ProcessBuilder builder = new ProcessBuilder(script.toString(), command);
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    return builder;
  }

  /** Runs a command, and interrupts it and what it has started once that file is there. */
  static Outcome interrupt(ProcessBuilder command, Path there) throws Exception {
    String interrupting =
        """
        set -m
        "$@" & until [ -s "$0" ]; do sleep 0.05; done
        kill -INT -- -$! && wait $!
        """;
    // Where the tests run in the background the signal is ignored, and bash could not undo that.
    String heeding =
        "env --default-signal=INT true && exec env --default-signal=INT \"$@\"; exec \"$@\"";
    command
        .command()
        .addAll(
            0,
            List.of("bash", "-c", heeding, "bash", "bash", "-c", interrupting, there.toString()));
    return VerifyScriptTest.end(command.start());
  }

  private Path put(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  @Test
  void tooLittleMemory_isOneLineAndStatusThree() throws Exception {
    Process process =
        program(
                List.of("-Xmx64m"),
                "study precision --replicates 2000000000 --steps 50000".split(" "))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(3, process.waitFor());
    String last = err().lines().reduce((first, next) -> next).orElseThrow();
    assertTrue(last.startsWith("verify.sh: the work needs more memory than"), err());
  }
}
