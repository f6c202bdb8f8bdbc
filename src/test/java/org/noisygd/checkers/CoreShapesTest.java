// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.noisygd.checkers.Compilation.Report;
import org.noisygd.checkers.Compilation.Source;

/**
 * The reference's own gradient and Hessian, spoilt: every copy of the class in which one transpose
 * is forgotten, or one factor is the other, must be refused by the shape checker.
 */
class CoreShapesTest {
  private static final String CLASS = "MatrixFactorization";
  private static final Path CORE =
      Path.of("src", "main", "java", "org", "noisygd", "descent", "objective", CLASS + ".java");

  /** A forgotten transpose; Y where X belongs; X where Y belongs. */
  private static final Map<Pattern, String> MISTAKES =
      Map.of(
          Pattern.compile("\\.transpose\\(\\)"), "",
          Pattern.compile("\\.times\\(at\\.x\\(\\)\\)"), ".times(at.y())",
          Pattern.compile("\\.times\\(at\\.y\\(\\)\\)"), ".times(at.x())");

  /** There are as many in a class that computes gradients and Hessians in two forms, or more. */
  private static final int LEAST_COPIES = 10;

  @Test
  void compile_coreWithOneMistake_rejected() throws IOException {
    String core = Files.readString(CORE);
    List<Source> copies = new ArrayList<>();
    for (Map.Entry<Pattern, String> mistake : MISTAKES.entrySet()) {
      Matcher place = mistake.getKey().matcher(core);
      while (place.find()) {
        String spoilt =
            core.substring(0, place.start()) + mistake.getValue() + core.substring(place.end());
        copies.add(copy(spoilt, "Spoilt" + copies.size()));
      }
    }
    assertTrue(copies.size() >= LEAST_COPIES, () -> "only " + copies.size() + " copies");
    List<Report> reports = new Compilation().processors(new ShapeChecker()).run(copies);
    Set<String> accepted =
        copies.stream().map(CoreShapesTest::name).collect(Collectors.toCollection(TreeSet::new));
    for (Report report : reports) {
      assertTrue(
          report.text().matches("(?s)\\[(shape\\.mismatch|argument|return)\\].*"), report::text);
      accepted.remove(report.file());
    }
    assertEquals(Set.of(), accepted);
  }

  @Test
  void compile_coreItself_accepted() throws IOException {
    Source copy = copy(Files.readString(CORE), "Unspoilt");
    assertEquals(List.of(), new Compilation().processors(new ShapeChecker()).run(List.of(copy)));
  }

  /** The class under another name, and out of its sealed interface. */
  private static Source copy(String text, String name) {
    String alone = text.replace("implements Objective<T>", "").replace("@Override", "");
    return new Source(name + ".java", alone.replaceAll("\\b" + CLASS + "\\b", name));
  }

  private static String name(Source copy) {
    return copy.toUri().getPath().substring(1);
  }
}
