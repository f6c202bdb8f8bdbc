// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Known answers: the rows of {@code theorem1.md} are the order in which the proof of Theorem 1
 * rests on its files, and {@code pictures/argument.svg} has these rows.
 */
class ArgumentTest {
  private static final Path NOTES = Path.of("proofs-notes");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| [^|]+ \\| (\\[\\w+]\\(coq/.*) \\|$");
  private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\((coq/paper/\\w+/\\1\\.v)\\)");
  private static final Pattern BOX =
      Pattern.compile("<a href=\"../(coq/paper/\\w+/\\w+\\.v)\"><rect x=\"\\d+\" y=\"(\\d+)\"");
  private static final Pattern REQUIRED =
      Pattern.compile("From NoisyGD Require (?:Import |Export )?([^.]*)\\.");

  /** The paths of the files, row by row from the left. */
  private static List<List<String>> rows() throws IOException {
    return ROW.matcher(Files.readString(NOTES.resolve("theorem1.md")))
        .results()
        .map(row -> LINK.matcher(row.group(1)).results().map(link -> link.group(2)).toList())
        .toList();
  }

  @Test
  void rows_everyFile_restsOnWhatIsBelowOrToItsLeft() throws IOException {
    Set<String> seen = new HashSet<>(); // above, or to the right
    for (List<String> row : rows()) {
      for (int k = row.size() - 1; k >= 0; k--) {
        String source = Files.readString(NOTES.resolve(row.get(k)));
        for (var required : REQUIRED.matcher(source).results().toList()) {
          for (String other : required.group(1).trim().split("\\s+")) {
            assertFalse(seen.contains(other), row.get(k) + " rests on " + other);
          }
        }
        seen.add(row.get(k).replaceAll(".*/|\\.v", ""));
      }
    }
  }

  @Test
  void rows_haveEachFileOfTheorem1Once() throws IOException {
    try (Stream<Path> sources = Files.list(NOTES.resolve("coq/paper/theorem1"))) {
      assertEquals(
          sources
              .map(source -> "coq/paper/theorem1/" + source.getFileName())
              .filter(path -> path.endsWith(".v"))
              .sorted()
              .toList(),
          rows().stream()
              .flatMap(List::stream)
              .filter(path -> path.startsWith("coq/paper/theorem1/"))
              .sorted()
              .toList());
    }
  }

  @Test
  void picture_checkedIn_hasTheSameRows() throws IOException {
    Map<Integer, List<String>> rows = new TreeMap<>();
    Matcher box = BOX.matcher(Files.readString(NOTES.resolve("pictures/argument.svg")));
    while (box.find()) {
      rows.computeIfAbsent(Integer.valueOf(box.group(2)), y -> new ArrayList<>()).add(box.group(1));
    }
    assertEquals(rows(), List.copyOf(rows.values()));
  }
}
