// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Known answers: no name in the table that leads from claims to Java dangles. */
class ClaimLinksTest {
  private static final Path COQ = Path.of("proofs-notes/coq");
  private static final String ROOT = "org.noisygd.";

  private static List<String[]> rows(String file) throws IOException {
    return Files.readAllLines(COQ.resolve(file)).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .toList();
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
    for (String[] row : rows("links.tsv")) {
      String[] symbol = row[1].split("#");
      Class<?> type = Class.forName(ROOT + symbol[0]);
      if (symbol.length > 1) {
        assertTrue(
            Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().equals(symbol[1])),
            row[1]);
      }
      if (!row[3].equals("-")) {
        assertEquals(ROOT + row[3], Class.forName(ROOT + row[3]).getName());
      }
    }
  }

  @Test
  void links_checks_areThoseOfTheMainJob() throws IOException {
    Set<String> checks =
        Chapters.all(Path.of("golden")).stream()
            .flatMap(chapter -> chapter.checks().stream())
            .map(check -> check.id())
            .collect(Collectors.toSet());
    for (String[] row : rows("links.tsv")) {
      assertTrue(row[2].equals("-") || checks.contains(row[2]), row[2]);
    }
  }
}
