// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.JavaProgram;

/** Known answers: a program that runs by itself (conversations are in CandidateBehaviourTest). */
class LimitedProcessTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path directory;

  private int run(String script, Duration limit) throws Exception {
    return LimitedProcess.run(
        List.of("sh", "-c", script),
        environment -> environment.put("WORD", "given"),
        directory.resolve("log"),
        limit,
        () -> {});
  }

  @Test
  void run_program_givesStatusAndOutput() throws Exception {
    assertEquals(3, run("echo $WORD; echo wrong >&2; exit 3", LONG));
    assertEquals(List.of("given", "wrong"), Files.readAllLines(directory.resolve("log")));
  }

  @Test
  @Timeout(60)
  void run_beyondTheLimit_endsTheProgramAndItsChildren() throws Exception {
    IOException e =
        assertThrows(
            IOException.class, () -> run("sleep 1000 & echo $!; wait", Duration.ofMillis(1)));
    assertEquals("sh must end within 0.001 s", e.getMessage());
    long child = Long.parseLong(Files.readString(directory.resolve("log")).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join()); // never, unless ended
    assertFalse(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
  }

  /** Starts programs while this process ends, for a second. */
  static final class Starts {
    public static void main(String[] arguments) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> LockSupport.parkNanos(1_000_000_000)));
      new Thread(() -> System.exit(7)).start();
      while (true) {
        new LimitedProcess("cat", List.of("cat"), environment -> {}, LONG).close();
      }
    }
  }

  @Test
  void start_whileThisProcessEnds_saysNothing() throws Exception {
    Process starts =
        new ProcessBuilder(JavaProgram.command(JavaProgram.BRIEF, Starts.class.getName()))
            .redirectErrorStream(true)
            .start();
    assertEquals("", new String(starts.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(7, starts.waitFor());
  }

  @Test
  void run_noSuchProgram_isToldAsSuch() {
    assertThrows(
        IOException.class,
        () ->
            LimitedProcess.run(
                List.of("/no/such/program"),
                environment -> {},
                directory.resolve("log"),
                LONG,
                () -> {}));
  }
}
