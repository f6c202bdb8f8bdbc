// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/** Properties: the features that meet in a request. */
class DesignedCasesTest {
  /** The ops that are judged by cases. */
  static Stream<JudgedOp> ops() {
    return Ops.OF_THE_PROBLEM.all().stream().filter(op -> op != Ops.SAMPLE);
  }

  private static List<DesignRow> rows(JudgedOp op, long seed) {
    return Design.rows(op, new CaseSuite("binary64", seed).source("design/" + op.word()));
  }

  /** Each level occurs, the seed alone decides what is drawn, and no two rows are the same. */
  @ParameterizedTest
  @MethodSource("ops")
  void rows_ofASeed_holdEveryLevelOnceAtLeast(JudgedOp op) {
    List<String> words = rows(op, 1).stream().map(DesignRow::toString).toList();
    assertEquals(words, rows(op, 1).stream().map(DesignRow::toString).toList());
    assertNotEquals(words, rows(op, 2).stream().map(DesignRow::toString).toList());
    assertEquals(words.size(), Set.copyOf(words).size());
    for (Parameter feature : Parameter.of(op)) {
      for (Object level : feature.levels()) {
        boolean large = op.has(Part.HESSIAN) && level.equals(259);
        assertTrue(
            large || rows(op, 1).stream().anyMatch(row -> row.get(feature).equals(level)),
            feature + " " + level);
      }
    }
  }

  /** Sizes above 8 leave every rest by 8, so that no loop tail is left out. */
  @Test
  void cases_ofAStep_haveSizesOfEveryRest() {
    List<Request> asked =
        Ops.STEP.cases("binary64", CaseSuite.DEFAULT_SEED).stream().map(Case::request).toList();
    for (ToIntFunction<Request> size :
        List.<ToIntFunction<Request>>of(Request::d1, Request::d2, Request::r)) {
      Set<Integer> rests =
          asked.stream()
              .mapToInt(size)
              .filter(n -> n > 8)
              .mapToObj(n -> n % 8)
              .collect(Collectors.toSet());
      assertEquals(8, rests.size(), rests.toString());
    }
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
      Set<String> asked = suite.cases().stream().map(Case::purpose).collect(Collectors.toSet());
      for (DesignRow row : rows(op, 1)) {
        int updates = row.size(Parameter.UPDATES);
        boolean huge =
            Stream.of(Parameter.X, Parameter.Y).anyMatch(f -> row.get(f) == EntryPattern.HUGE);
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
    Map<String, Predicate<Request>> meant =
        Map.of(
            "X zero", q -> q.at().x().entries().stream().allMatch(e -> e.signum() == 0),
            "M symmetric", q -> q.m().equals(q.m().transpose()),
            "etaY equal to the other", q -> q.etaX().equals(q.etaY()),
            "record the end alone", q -> q.record().equals(List.of(q.noises().size())),
            "Y with a column of zeros", q -> hasZeroColumn(q.at().y()));
    int checked = 0;
    for (Case c : suite.cases()) {
      for (String word : c.purpose().split(", ")) {
        if (meant.containsKey(word)) {
          assertTrue(meant.get(word).test(c.request()), c.name() + ": " + word);
          checked++;
        }
      }
    }
    assertTrue(checked > 50, "" + checked);
  }

  private static boolean hasZeroColumn(Matrix<Dyadic> a) {
    return IntStream.range(0, a.columns())
        .anyMatch(j -> IntStream.range(0, a.rows()).allMatch(i -> a.get(i, j).signum() == 0));
  }
}
