// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run a program of the class path of the tests in a process of its own. */
public final class JavaProgram {
  /** The Java that runs this process. */
  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** For a program that ends soon: one compiler, and one thread that collects garbage. */
  public static final List<String> BRIEF =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private JavaProgram() {}

  /** The command that runs a class with these options of the virtual machine. */
  public static List<String> command(List<String> options, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
    command.addAll(List.of(arguments));
    return command;
  }
}
