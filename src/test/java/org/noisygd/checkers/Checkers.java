// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.NullnessChecker;
import org.noisygd.JavaProgram;
import org.noisygd.Rooms;
import org.noisygd.checkers.Compilation.Report;

/**
 * The checkers that every room's sources must satisfy. The shape checker is asked about the core by
 * {@code mvn verify}; the Nullness checker, which takes minutes, by {@code .ci/run}.
 */
final class Checkers {
  /** Tests and benchmarks, in which only what is surely a mistake is reported. */
  static final String TESTS = "tests";

  /** What is compiled at a time. */
  static final List<List<String>> GROUPS =
      List.of(
          List.of("number", "descent", "theory"),
          List.of("io", "report", "judge"),
          List.of("explain", "verdict", "verify"),
          List.of("study", "bench", "cli"),
          List.of(TESTS));

  /** The shapes of the core. */
  static final String SHAPES = "shapes";

  /** Here d1, d2 and r have their meaning; elsewhere matrices are of any shape. */
  private static final Path[] SHAPED =
      Stream.of("number/matrix", "descent/objective", "descent/update", "theory/landscape")
          .map(Rooms.SOURCES::resolve)
          .toArray(Path[]::new);

  private Checkers() {}

  static Compilation all() {
    return new Compilation().processors(new ShapeChecker(), new NullnessChecker()).errorProne();
  }

  static Compilation errorProneOfTests() {
    return new Compilation().errorProne("-XepDisableAllWarnings");
  }

  /**
   * What is reported of the sources of rooms, or of {@link #TESTS}, a line each. A process of its
   * own finds it: these large programs, which run once, lose by the second compiler, from which
   * most tests gain.
   */
  static String reports(List<String> subjects) throws IOException, InterruptedException {
    List<String> options = List.of("@src/test/jvm.args", "-XX:TieredStopAtLevel=1");
    Path errors = Files.createTempFile("checkers", ".txt");
    try {
      Process process =
          new ProcessBuilder(
                  JavaProgram.command(
                      options, Checkers.class.getName(), subjects.toArray(String[]::new)))
              .redirectError(errors.toFile())
              .start();
      String reports = new String(process.getInputStream().readAllBytes(), UTF_8);
      int status = process.waitFor();
      // Java itself may warn there, of modules and methods that libraries use.
      return status == 0 ? reports : reports + Files.readString(errors) + "exit status " + status;
    } finally {
      Files.delete(errors);
    }
  }

  public static void main(String[] subjects) throws IOException {
    List<Report> reports =
        switch (subjects[0]) {
          case TESTS ->
              errorProneOfTests().runOn(Path.of("src/test/java"), Path.of("src/jmh/java"));
          case SHAPES -> new Compilation().processors(new ShapeChecker()).runOn(SHAPED);
          default ->
              new Compilation()
                  .processors(new NullnessChecker())
                  .errorProne()
                  .runOn(Stream.of(subjects).map(Rooms.SOURCES::resolve).toArray(Path[]::new));
        };
    reports.forEach(System.out::println);
  }
}
