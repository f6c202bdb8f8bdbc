// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.OneIn;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/** Which features of a request meet in a case and show there. */
class DesignedCasesTest {
  private static final Path WITNESSES =
      Path.of("src/main/resources/org/noisygd/judge/cases/witnesses.txt");

  /** The ops that are judged by cases. */
  static Stream<JudgedOp> ops() {
    return Ops.OF_THE_PROBLEM.all().stream().filter(op -> op != Ops.SAMPLE);
  }

  /** Where each pair of levels that can meet and show does so; see {@link Witness}. */
  @ParameterizedTest
  @MethodSource("ops")
  @OneIn(9)
  void rows_everyPairThatCanMeet_showsInACase(JudgedOp op) {
    assertEquals(List.of(), new WitnessSearch(op).masked(Design.rows(op)));
  }

  /** Writes the rows that show what the rows of pairs hide. */
  @Test
  @EnabledIfSystemProperty(named = "rewrite", matches = "true")
  void witnesses_areSearched() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(WITNESSES).subList(0, 1));
    ops().forEach(op -> lines.addAll(new WitnessSearch(op).lines()));
    Files.write(WITNESSES, lines);
  }

  /**
   * In an arithmetic of few exponents, or one whose numbers are decimals, no case is lost; in
   * decimals only long runs, which are slow there or may grow under the smallest step sizes.
   */
  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "double-double", "decimal:30"})
  void addTo_anyArithmetic_asksEveryRow(String arithmetic) {
    boolean decimal = arithmetic.startsWith("decimal");
    for (JudgedOp op : List.of(Ops.STEP, Ops.RUN, Ops.SMOOTHED_LOSS)) {
      CaseSuite suite = new CaseSuite(arithmetic, 1);
      new DesignedCases().addTo(suite, op);
      Set<String> asked = suite.cases().stream().map(Case::sees).collect(Collectors.toSet());
      for (DesignRow row : Design.rows(op)) {
        int updates = row.size(Feature.UPDATES);
        boolean huge = Stream.of(Feature.X, Feature.Y).anyMatch(f -> row.get(f) == Content.HUGE);
        boolean hard = updates > DesignedCases.MOST_IN_DECIMALS || (updates > 6 && huge);
        assertTrue(asked.contains(row.toString()) || (decimal && hard), op + ": " + row);
      }
    }
  }

  /** What a row says is what its request has. */
  @Test
  void addTo_rows_areWhatTheirWordsSay() {
    CaseSuite suite = new CaseSuite("binary64", 1);
    new DesignedCases().addTo(suite, Ops.RUN);
    int checked = 0;
    for (Case c : suite.cases()) {
      Request q = c.request();
      List<String> words = List.of(c.sees().split(", "));
      if (words.contains("X zero")) {
        assertTrue(q.at().x().entries().stream().allMatch(e -> e.signum() == 0), c.name());
        checked++;
      }
      if (words.contains("M symmetric")) {
        assertEquals(q.m(), q.m().transpose(), c.name());
        checked++;
      }
      if (words.contains("etaY equal to the other")) {
        assertEquals(q.etaX(), q.etaY(), c.name());
        checked++;
      }
      if (words.contains("record the end alone")) {
        assertEquals(List.of(q.noises().size()), q.record(), c.name());
        checked++;
      }
      if (words.contains("Y with a column of zeros")) {
        assertTrue(hasZeroColumn(q.at().y()), c.name());
        checked++;
      }
    }
    assertTrue(checked > 50, "" + checked);
  }

  private static boolean hasZeroColumn(Matrix<Dyadic> a) {
    return IntStream.range(0, a.columns())
        .anyMatch(j -> IntStream.range(0, a.rows()).allMatch(i -> a.get(i, j).signum() == 0));
  }

  /**
   * The coverage table of {@code proofs-notes/cases.md}. That no pair is masked is what {@link
   * #rows_everyPairThatCanMeet_showsInACase} finds.
   */
  @Test
  void coverage_isThatOfTheNote() throws IOException {
    StringBuilder table = new StringBuilder();
    ops()
        .forEach(
            op -> {
              List<DesignRow> rows = Design.rows(op);
              List<WitnessSearch.Pair> pairs = WitnessSearch.pairs(op);
              long apart =
                  pairs.stream()
                      .filter(
                          p ->
                              Design.hidden(op, p.row()).isPresent()
                                  || (rows.stream().noneMatch(p::isIn)
                                      && Design.impossible(op, p.row()).isPresent()))
                      .count();
              table.append(
                  "| %s | %d | %d | 0 | %d |%n"
                      .formatted(op, rows.size(), pairs.size() - apart, apart));
            });
    assertTrue(
        Files.readString(Path.of("proofs-notes/cases.md")).contains(table), table.toString());
  }
}
