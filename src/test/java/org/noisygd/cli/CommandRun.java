// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.ByteArrayOutputStream;
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
    StringWriter err = new StringWriter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      System.setErr(stream);
      CommandLine commandLine = Main.commandLine(arguments);
      commandLine.setErr(new PrintWriter(err, true));
      commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
      return new CommandRun(
          commandLine.execute(arguments), out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
    }
  }
}
