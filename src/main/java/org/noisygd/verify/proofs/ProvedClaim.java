// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One row of {@code proofs-notes/coq/claims.tsv}: a claim and one of the theorems behind it.
 *
 * @param id the claim's id, such as {@code L2.kappa}; several rows may share one
 * @param theorem the theorem's Coq name
 * @param file the source, relative to {@code proofs-notes/coq}
 * @param statement the statement in words
 * @param paper the location in the paper
 * @param allowed the word for the allowed axioms
 * @param proved true if Coq has just proved it
 * @param axioms the axioms used by the rows with the same word, according to Coq
 */
public record ProvedClaim(
    String id,
    String theorem,
    String file,
    String statement,
    String paper,
    String allowed,
    boolean proved,
    List<String> axioms) {
  private static final int COLUMNS = 6; // number of components before proved

  /** The name in the files of the check. */
  String key() {
    return file.replaceFirst("\\.v$", "") + "." + theorem;
  }

  /** Returns a copy with Coq's results. */
  ProvedClaim with(boolean nowProved, List<String> found) {
    return new ProvedClaim(
        id, theorem, file, statement, paper, allowed, nowProved, List.copyOf(found));
  }

  /**
   * The rows of {@code claims.tsv}, not yet marked as proved.
   *
   * @throws IllegalArgumentException if a row does not have six columns
   */
  static List<ProvedClaim> read(Path table) throws IOException {
    List<ProvedClaim> claims = new ArrayList<>();
    List<String> lines = Files.readAllLines(table);
    for (int n = 1; n < lines.size(); n++) {
      String[] row = lines.get(n).split("\t", -1);
      if (row.length != COLUMNS) {
        throw new IllegalArgumentException(
            table + ":" + (n + 1) + " must have " + COLUMNS + " columns, got " + row.length);
      }
      claims.add(new ProvedClaim(row[0], row[1], row[2], row[3], row[4], row[5], false, List.of()));
    }
    return claims;
  }

  /**
   * The rows with the results of a check in a folder: {@code proved.txt}, one theorem per line, and
   * {@code assumptions.txt}, the axioms of the rows with the same word for allowed axioms, as
   * printed by Coq after a line {@code == word}. A missing file proves nothing.
   */
  static List<ProvedClaim> judged(List<ProvedClaim> claims, Path found) throws IOException {
    Set<String> proved = new HashSet<>(lines(found.resolve("proved.txt")));
    Map<String, List<String>> axioms = axioms(lines(found.resolve("assumptions.txt")));
    return claims.stream()
        .map(c -> c.with(proved.contains(c.key()), axioms.getOrDefault(c.allowed(), List.of())))
        .toList();
  }

  /** The axioms that {@code Print Assumptions} names: at the start of a line, before the colon. */
  private static Map<String, List<String>> axioms(List<String> lines) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("== ")) {
        current = all.computeIfAbsent(line.substring("== ".length()), word -> new ArrayList<>());
      } else if (!line.isEmpty()
          && !line.startsWith(" ")
          && !line.equals("Axioms:")
          && !line.equals("Closed under the global context")) {
        current.add(line.replaceFirst("\\s*:.*", ""));
      }
    }
    return all;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
