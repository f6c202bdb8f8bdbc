// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Known answers: the words of a claim say no more than what Coq says that its theorem states. */
class ClaimWordsTest {
  private static final Path NOTES = Path.of("proofs-notes");

  /** What supposes something of the noise beyond its second moments, or of its strength. */
  private static final Pattern NOISE =
      Pattern.compile(
          "GaussianMoments\\.gaussian_moments|GradientMoments\\.law|\\bSpread\\.spread"
              + "|Descent\\.smoothing_noise");

  private static final Pattern NAMES_NOISE = Pattern.compile("[Nn]oise|moments|entries|signs");

  /** What a theorem's statement calls its field, and what the table calls it. */
  private static final Map<String, String> FIELDS =
      Map.of(
          ": realFieldType", "ordered",
          ": rcfType", "closed",
          ": archiRealFieldType", "Archimedean",
          ": archiRcfType", "Archimedean closed");

  private static final int COLUMNS = 5;

  /** A row of the table, with what Coq says that its theorem states. */
  private record Row(String theorem, String words, String sizes, String over, String stated) {}

  private static List<Row> rows() throws IOException {
    Map<String, String> stated = new HashMap<>();
    for (String block : Files.readString(NOTES.resolve("coq/statements.txt")).split("(?m)^-- ")) {
      stated.put(block.lines().findFirst().orElse(""), block);
    }
    return Files.readAllLines(NOTES.resolve("CLAIMS.md")).stream()
        .map(line -> line.split(" \\| ", -1))
        .filter(cell -> cell.length == COLUMNS && cell[2].contains("`"))
        .map(
            cell -> {
              // The theorem leads to its source.
              String[] name = cell[2].split("`|\\(coq/|v\\)", -1);
              String key = name[3].replaceAll("^coq/|v$", "") + name[1];
              String[] of = cell[4].replace(" |", "").split("; ", -1);
              return new Row(key, cell[1], of[0], of[1], stated.getOrDefault(key, ""));
            })
        .toList();
  }

  @Test
  void row_itsTheorem_isStated() throws IOException {
    List<Row> rows = rows();
    assertTrue(rows.size() > 250);
    rows.forEach(row -> assertFalse(row.stated().isEmpty(), row.theorem()));
  }

  @Test
  void anyLaw_inWords_supposesNoMoments() throws IOException {
    for (Row row : rows()) {
      assertFalse(
          (row.words() + row.sizes()).contains("any law")
              && row.stated().contains("gaussian_moments"),
          row.theorem());
    }
  }

  @Test
  void field_inWords_isThatOfTheStatement() throws IOException {
    for (Row row : rows()) {
      for (Map.Entry<String, String> field : FIELDS.entrySet()) {
        assertEquals(
            row.stated().contains(field.getKey()),
            row.over().equals(field.getValue()),
            row.theorem() + " over " + field.getValue());
      }
    }
  }

  @Test
  void noise_supposed_isNamed() throws IOException {
    List<String> silent;
    try (Stream<Row> rows = rows().stream()) {
      silent =
          rows.filter(row -> NOISE.matcher(row.stated()).find())
              .filter(row -> !NAMES_NOISE.matcher(row.words()).find())
              .map(Row::theorem)
              .toList();
    }
    assertEquals(List.of(), silent);
  }
}
