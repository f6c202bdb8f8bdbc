// SPDX-License-Identifier: Apache-2.0
package org.noisygd.shape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.checkerframework.checker.nullness.NullnessChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @TempDir private Path classes;

  /** What the compiler reports, or, with the start of the text only, what it is to report. */
  private record Report(String file, long line, String text) {
    boolean meets(Report expected) {
      String key = expected.text.substring(0, expected.text.indexOf(']') + 1);
      String words = expected.text.substring(key.length()).strip();
      return file.equals(expected.file)
          && line == expected.line
          && text.contains(key)
          && text.contains(words);
    }
  }

  @Test
  void compile_rightPrograms_accepted() throws IOException {
    List<Path> programs = programsIn("accepted");
    assertEquals(List.of(), expectations(programs), "marks in accepted programs");
    assertEquals(List.of(), compile(programs, new ShapeChecker(), new NullnessChecker()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rejected", "null"})
  void compile_wrongPrograms_rejectedExactlyWhereMarked(String folder) throws IOException {
    List<Path> programs = programsIn(folder);
    List<Report> expected = expectations(programs);
    List<Report> actual = compile(programs, new ShapeChecker(), new NullnessChecker());
    assertFalse(expected.isEmpty(), "no line is marked");
    assertEquals(
        List.of(),
        expected.stream().filter(mark -> actual.stream().noneMatch(r -> r.meets(mark))).toList(),
        () -> "missed, while these were reported: " + actual);
    assertEquals(
        List.of(),
        actual.stream().filter(report -> expected.stream().noneMatch(report::meets)).toList(),
        "reported, but not marked");
  }

  /** Without the checkers the wrong programs are ordinary Java: it is they that reject them. */
  @ParameterizedTest
  @ValueSource(strings = {"rejected", "null"})
  void compile_wrongProgramsWithoutCheckers_accepted(String folder) throws IOException {
    assertEquals(List.of(), compile(programsIn(folder)));
  }

  private static List<Path> programsIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static List<Report> expectations(List<Path> programs) throws IOException {
    List<Report> marks = new ArrayList<>();
    for (Path program : programs) {
      List<String> lines = Files.readAllLines(program, UTF_8);
      for (int k = 0; k < lines.size(); k++) {
        int mark = lines.get(k).indexOf(MARK);
        if (mark >= 0) {
          String text = lines.get(k).substring(mark + MARK.length());
          marks.add(new Report(program.getFileName().toString(), k + 1, text));
        }
      }
    }
    return marks;
  }

  /** Compiles programs beside the matrix class and the factors that they speak of. */
  private List<Report> compile(List<Path> programs, Processor... processors) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
      List<Path> sources =
          Stream.concat(
                  Stream.of(
                      PROGRAMS.resolve("Mat.java"), PROGRAMS.resolve("accepted/Factors.java")),
                  programs.stream())
              .distinct()
              .toList();
      List<String> options =
          List.of(
              "--release",
              "17",
              "-d",
              classes.toString(),
              "-classpath",
              classPath(),
              "-Xlint:-options");
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(sources));
      task.setProcessors(List.of(processors));
      boolean success = task.call();
      List<Report> reports =
          diagnostics.getDiagnostics().stream().map(ShapeCheckerTest::report).toList();
      assertEquals(reports.isEmpty(), success, () -> "compiler's verdict against " + reports);
      return reports;
    }
  }

  private static Report report(Diagnostic<? extends JavaFileObject> diagnostic) {
    JavaFileObject source = diagnostic.getSource();
    String file = source == null ? "" : Path.of(source.toUri()).getFileName().toString();
    return new Report(file, diagnostic.getLineNumber(), diagnostic.getMessage(Locale.ROOT));
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
