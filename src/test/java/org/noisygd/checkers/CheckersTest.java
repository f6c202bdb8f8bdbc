// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.Rooms;
import org.noisygd.checkers.Compilation.Report;
import org.noisygd.checkers.Compilation.Source;

/** That no room escapes the checkers, and that each checker finds what it is there for. */
@Tag("checkers")
class CheckersTest {
  @Test
  void groups_together_areAllRooms() {
    List<String> all = new ArrayList<>();
    Checkers.GROUPS.forEach(all::addAll);
    all.remove(Checkers.TESTS);
    assertEquals(Rooms.read().rooms(), all);
  }

  /** What a process of its own finds reaches the test, and so does its failure. */
  @Test
  void reports_noSuchRoom_isNoSilence() throws Exception {
    String reports = Checkers.reports(List.of("attic"));
    assertTrue(reports.contains("NoSuchFileException"), reports);
    assertTrue(reports.endsWith("exit status 1"), reports);
  }

  /** A method of a class in a package of shapes, and what is reported of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int length(@Nullable String s) { return s.length(); } | [dereference.of.nullable]",
        "Matrix<T> product(@Shape({\"m\", \"r\"}) Matrix<T> a) { return a.times(a); } |"
            + " [shape.mismatch]",
        "public String toString() { return \"\"; } | [MissingOverride]"
      })
  void compile_methodWithMistake_reported(String method, String key) throws IOException {
    List<Report> reports = Checkers.all().run(List.of(program(method)));
    assertEquals(1, reports.size(), reports::toString);
    assertTrue(reports.get(0).text().startsWith(key), reports::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "void drop(String s) { s.trim(); }, 1",
    "'public String toString() { return \"\"; }', 0"
  })
  void compile_testWithMistake_reportedIfSurelyOne(String method, int reports) throws IOException {
    assertEquals(reports, Checkers.errorProneOfTests().run(List.of(program(method))).size());
  }

  private static Source program(String method) {
    return new Source(
        "Wrong.java",
        """
        package org.noisygd.number.matrix;
        import org.checkerframework.checker.nullness.qual.Nullable;
        import org.noisygd.number.shape.Shape;
        class Wrong<T> {
          %s
        }
        """
            .formatted(method));
  }
}
