// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * One command line, run in this process.
 *
 * @param status the exit status
 * @param out what it wrote to standard output, and without picocli to standard error
 * @param err what it complained of
 */
public record CommandRun(int status, String out, String err) {
  public static CommandRun of(String... arguments) {
    return of(Main.commandLine(arguments), "", arguments);
  }

  /** A run of an unusable command line, which is told in one line with these words. */
  public static void assertUnusable(String words, String... arguments) {
    CommandRun run = of(arguments);
    assertEquals(2, run.status(), run.out() + run.err());
    assertTrue(run.err().contains(words), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertEquals("", run.out(), "and no work was begun");
  }

  /** The run of a command line that reads this input. */
  static CommandRun of(CommandLine commandLine, String input, String... arguments) {
    StringWriter err = new StringWriter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    InputStream standardIn = System.in;
    try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      System.setErr(stream);
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      commandLine.setErr(new PrintWriter(err, true));
      commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
      return new CommandRun(
          commandLine.execute(arguments), out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
      System.setIn(standardIn);
    }
  }
}
