// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Known answers: no name in the table that leads from claims to Java dangles. */
class ClaimLinksTest {
  private static final Path COQ = Path.of("proofs-notes/coq");
  private static final String ROOT = "org.noisygd.";

  private static final List<String> WITHOUT_CHECK =
      List.of(
          "judge.",
          "verdict.",
          "descent.fixedpoint.",
          "number.format.StoreRounding#",
          "number.format.IterateStorage#");

  private static List<String[]> rows(String file) throws IOException {
    return Files.readAllLines(COQ.resolve(file)).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .toList();
  }

  /** The rows that name Java; those of claims on whole runs alone name none. */
  private static List<String[]> linked() throws IOException {
    return rows("links.tsv").stream().filter(row -> !row[1].equals("-")).toList();
  }

  @Test
  void links_everyClaim_hasOneRow() throws IOException {
    List<String> linked = rows("links.tsv").stream().map(row -> row[0]).toList();
    assertEquals(linked.size(), Set.copyOf(linked).size());
    for (String[] claim : rows("claims.tsv")) {
      assertTrue(linked.contains(claim[0]), claim[0]);
    }
  }

  @Test
  void links_javaNames_resolve() throws Exception {
    for (String[] row : linked()) {
      for (String name : row[1].split(", ", -1)) {
        String[] symbol = name.split("#", -1);
        Class<?> type = Class.forName(ROOT + symbol[0]);
        if (symbol.length > 1) {
          assertTrue(
              Stream.of(type.getDeclaredMethods(), type.getMethods())
                  .flatMap(Arrays::stream)
                  .anyMatch(m -> m.getName().equals(symbol[1])),
              name);
        }
      }
      for (String test : row[3].split(", ", -1)) {
        assertEquals(ROOT + test, Class.forName(ROOT + test).getName());
      }
    }
  }

  /**
   * A claim that no check of the main job holds leads to the judge's class that uses it or to the
   * kernel or the store that it is about, and to a test.
   */
  @Test
  void links_claimWithoutCheck_namesTheJudgeOrAKernel() throws IOException {
    for (String[] row : linked()) {
      assertTrue(
          !row[2].equals("-")
              || Arrays.stream(row[1].split(", ", -1))
                  .anyMatch(name -> WITHOUT_CHECK.stream().anyMatch(name::startsWith)),
          row[0]);
      assertNotEquals("-", row[3], row[0]);
    }
  }

  @Test
  void links_checks_areThoseOfTheMainJob() throws IOException {
    Set<String> checks =
        CheckGroups.all(Path.of("golden")).stream()
            .flatMap(chapter -> chapter.checks().stream())
            .map(check -> check.id())
            .collect(Collectors.toSet());
    for (String[] row : rows("links.tsv")) {
      assertTrue(row[2].equals("-") || checks.contains(row[2]), row[2]);
    }
  }

  @Test
  void claimsTable_isWhatItsRowsGive() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a shell");
    Process table =
        new ProcessBuilder("/bin/sh", COQ.resolve("table.sh").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(table.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, table.waitFor());
    assertEquals(printed, Files.readString(COQ.resolveSibling("CLAIMS.md")));
  }
}
