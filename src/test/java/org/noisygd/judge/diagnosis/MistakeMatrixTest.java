// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.judge.diagnosis.MistakeMatrix.Named;
import org.noisygd.judge.diagnosis.MistakeMatrix.Outcome;
import org.noisygd.judge.diagnosis.MistakeMatrix.Problem;
import org.noisygd.judge.diagnosis.MistakeMatrix.Row;
import org.noisygd.judge.mistake.RunMistake;
import org.noisygd.judge.op.Ops;

/**
 * Property: no name is false. Each mistake of the catalogue is tried as the explanation of programs
 * that make it, make another one, make it in part, or make one that nobody has listed; in answers
 * to requests and in traces.
 */
final class MistakeMatrixTest {
  /** Of the rows one in so many is judged by default; long tests judge one in {@link #MANY}. */
  private static final int FEW = 401;

  private static final int MANY = 37;

  @TempDir private Path directory;

  @Test
  void diagnose_someRows_noneIsNamedFalsely() {
    judge(FEW);
  }

  @Test
  void examine_someTraces_noneIsNamedFalsely() {
    examine(FEW);
  }

  @Tag("exhaustive")
  @Test
  void diagnose_manyRows_noneIsNamedFalsely() {
    judge(MANY);
  }

  @Tag("exhaustive")
  @Test
  void examine_manyTraces_noneIsNamedFalsely() {
    examine(MANY);
  }

  private static List<Row> rows() {
    return Stream.of(
            MistakeRows.made(), MistakeRows.partly(), MistakeRows.pairs(), MistakeRows.uncoded())
        .flatMap(Function.identity())
        .toList();
  }

  private static void judge(int oneIn) {
    List<Row> all = rows();
    assertNoneIsFalse(
        IntStream.range(0, all.size())
            .filter(n -> n % oneIn == 0)
            .mapToObj(n -> MistakeMatrix.outcome(all.get(n))));
  }

  private void examine(int oneIn) {
    List<Row> all = rows().stream().filter(row -> row.op() == Ops.RUN).toList();
    Problem[] problems = Problem.values();
    assertNoneIsFalse(
        IntStream.range(0, all.size())
            .filter(n -> n % oneIn == 0)
            .mapToObj(
                n ->
                    MistakeMatrix.outcome(
                        all.get(n), problems[n / oneIn % problems.length], directory)));
  }

  private static void assertNoneIsFalse(Stream<Outcome> outcomes) {
    Map<Named, Integer> counts = new EnumMap<>(Named.class);
    List<Outcome> falsely =
        outcomes
            .peek(o -> counts.merge(o.named(), 1, Integer::sum))
            .filter(o -> o.named() == Named.FALSELY)
            .toList();
    assertEquals(List.of(), falsely, counts.toString());
    assertTrue(counts.getOrDefault(Named.BY_ITS_OWN_CODE, 0) > 0, counts.toString());
  }

  /** Where a sum of three rows is left out as a whole, no tail of it is to blame. */
  @Test
  void examine_updatesMissing_isNamedSoAlone() {
    Row row =
        MistakeRows.made()
            .filter(r -> r.op() == Ops.RUN && r.name().equals(RunMistake.UPDATES_MISSING.name()))
            .findFirst()
            .orElseThrow();
    for (Problem problem : Problem.values()) {
      Outcome o = MistakeMatrix.outcome(row, problem, directory);
      assertEquals(Named.BY_ITS_OWN_CODE, o.named(), o.toString());
    }
  }

  /** One scale of numbers: the stage that is rounded is found, not the size of the errors. */
  @Test
  void examine_oneStageInBinary32_isNamedNarrow() {
    List<Row> narrow =
        MistakeRows.uncoded()
            .filter(r -> r.op() == Ops.RUN && r.name().endsWith("binary32"))
            .toList();
    for (Row row : narrow) {
      Outcome o = MistakeMatrix.outcome(row, Problem.USUAL, directory);
      assertEquals(Named.BY_ITS_OWN_CODE, o.named(), o.toString());
    }
    assertEquals(2, narrow.size());
  }
}
