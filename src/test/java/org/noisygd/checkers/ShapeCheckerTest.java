// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import org.checkerframework.checker.nullness.NullnessChecker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.checkers.Compilation.Report;
import org.noisygd.checkers.Compilation.Source;

/**
 * Known answers: the programs in {@code src/test/resources/shape} are compiled as the reference is,
 * by the shape checker and then the Nullness checker. Those in {@code accepted} must compile; of
 * the others every line that ends in {@code // expect: [key] text} must be reported with that key
 * and text, and no other line. ({@code rejected} and {@code null} are compiled apart, since the
 * second checker is silent when the first has reported something.)
 */
class ShapeCheckerTest {
  private static final Path PROGRAMS = Path.of("src", "test", "resources", "shape");
  private static final String MARK = "// expect: ";

  /** A line that is to be reported, with a key and words of the report. */
  private record Expectation(String file, long line, String key, String words) {
    boolean isMetBy(Report report) {
      return file.equals(report.file())
          && line == report.line()
          && report.text().contains(key)
          && report.text().contains(words);
    }
  }

  @Tag("checkers")
  @Test
  void compile_rightPrograms_accepted() throws IOException {
    List<Path> programs = programsIn("accepted");
    assertEquals(List.of(), expectations(programs), "marks in accepted programs");
    assertEquals(List.of(), compile(programs, new ShapeChecker(), new NullnessChecker()));
  }

  @Test
  void compile_wrongShapes_rejectedExactlyWhereMarked() throws IOException {
    rejectedExactlyWhereMarked("rejected", new ShapeChecker());
  }

  @Tag("checkers")
  @Test
  void compile_nullsAmongShapes_rejectedExactlyWhereMarked() throws IOException {
    rejectedExactlyWhereMarked("null", new ShapeChecker(), new NullnessChecker());
  }

  private void rejectedExactlyWhereMarked(String folder, Processor... checkers) throws IOException {
    List<Path> programs = programsIn(folder);
    List<Expectation> expected = expectations(programs);
    List<Report> actual = compile(programs, checkers);
    assertFalse(expected.isEmpty(), "no line is marked");
    assertEquals(
        List.of(),
        expected.stream().filter(mark -> actual.stream().noneMatch(mark::isMetBy)).toList(),
        () -> "missed, while these were reported: " + actual);
    assertEquals(
        List.of(),
        actual.stream().filter(r -> expected.stream().noneMatch(m -> m.isMetBy(r))).toList(),
        "reported, but not marked");
  }

  private static List<Path> programsIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  private static List<Expectation> expectations(List<Path> programs) throws IOException {
    List<Expectation> marks = new ArrayList<>();
    for (Path program : programs) {
      List<String> lines = Files.readAllLines(program);
      for (int k = 0; k < lines.size(); k++) {
        int mark = lines.get(k).indexOf(MARK);
        if (mark >= 0) {
          String text = lines.get(k).substring(mark + MARK.length());
          int end = text.indexOf(']') + 1;
          marks.add(
              new Expectation(
                  program.getFileName().toString(),
                  k + 1,
                  text.substring(0, end),
                  text.substring(end).strip()));
        }
      }
    }
    return marks;
  }

  /** Compiles programs beside the matrix class and the factors that they speak of. */
  private List<Report> compile(List<Path> programs, Processor... processors) throws IOException {
    List<Path> files =
        Stream.concat(
                Stream.of(PROGRAMS.resolve("Mat.java"), PROGRAMS.resolve("accepted/Factors.java")),
                programs.stream())
            .distinct()
            .toList();
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(new Source(file.getFileName().toString(), Files.readString(file)));
    }
    return new Compilation().processors(processors).run(sources);
  }
}
