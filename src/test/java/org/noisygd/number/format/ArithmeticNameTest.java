// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;
import static org.noisygd.Refused.assertRefusedInALine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Arithmetic;

/** Known answers of the grammar. */
class ArithmeticNameTest {
  @ParameterizedTest
  @CsvSource({
    "bfloat16, 8, nearest, false, NOTHING",
    "bfloat16/nearest/store, 8, nearest, false, NOTHING",
    "bfloat16/every, 8, nearest, true, NOTHING",
    "bfloat16/stochastic:8/every, 8, stochastic:8, true, NOTHING",
    "e4m3/zero/saturate/flush, 4, zero, false, NOTHING",
    "e4m3-ieee/up, 4, up, false, NOTHING",
    "float:5:-6:7/down/store/compensated, 5, down, false, CARRY",
    "binary:16/stochastic-even:4/master/saturate, 16, stochastic-even:4, false, MASTER",
    "tf32/compensated, 11, nearest, false, CARRY",
    "binary32/stochastic, 24, stochastic, false, NOTHING"
  })
  void parse_emulated_isWhatItSays(
      String name, int precision, String rounding, boolean every, IterateStorage.Beside beside) {
    ArithmeticName parsed = ArithmeticName.parse(name);
    BinaryFormat format = parsed.format().orElseThrow();
    assertEquals(name, parsed.toString());
    assertEquals(precision, format.precision());
    assertEquals(rounding, parsed.rounding().label());
    assertEquals(rounding.startsWith("stochastic"), parsed.isStochastic());
    assertEquals(every, parsed.everyOperation());
    assertEquals(beside, parsed.beside());
    assertEquals(name.contains("flush"), format.flushes());
    assertEquals(name.contains("saturate"), format.overflow() == BinaryFormat.Overflow.LARGEST);
    assertEquals(!every, parsed.store(1).isPresent());
    assertEquals(every ? name : "binary64", parsed.operations(() -> 0).name());
  }

  @ParameterizedTest
  @CsvSource({
    "mxfp8-e4m3/floor, e4m3, nearest, false, NOTHING",
    "mxfp6-e3m2/even/zero/columns, e3m2, zero, true, NOTHING",
    "mxfp4/rceil/stochastic:8/store/columns/master, e2m1, stochastic:8, true, MASTER",
    "nvfp4/stochastic/master, e2m1, stochastic, false, MASTER"
  })
  void parse_blocks_areWhatTheySay(
      String name,
      String element,
      String rounding,
      boolean alongColumns,
      IterateStorage.Beside beside) {
    ArithmeticName parsed = ArithmeticName.parse(name);
    ArithmeticName.Blocks blocks = parsed.blocks().orElseThrow();
    assertEquals(element, blocks.conversion().element().name());
    assertEquals(rounding, parsed.rounding().label());
    assertEquals(alongColumns, blocks.alongColumns());
    assertEquals(beside, parsed.beside());
    assertTrue(parsed.roundsStores() && parsed.format().isEmpty());
    assertEquals("binary64", parsed.operations(() -> 0).name());
  }

  @Test
  void parse_accumulator_sumsAsItSays() {
    ArithmeticName parsed = ArithmeticName.parse("e4m3*13:32:128");
    AlignedSum sums = parsed.sums().orElseThrow();
    assertEquals("e4m3", sums.operands().name());
    assertEquals(new AlignedSum(sums.operands(), 13, 32, 128), sums);
    assertFalse(parsed.roundsStores());
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "double-double", "decimal:50"})
  void parse_wide_isThatArithmetic(String name) {
    ArithmeticName parsed = ArithmeticName.parse(name);
    assertTrue(parsed.format().isEmpty() && parsed.store(1).isEmpty());
    assertFalse(parsed.isStochastic());
    assertEquals(name, parsed.operations(() -> 0).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bfloat16/ | must have for its parts a rounding, store or every, then each once of saturate, flush,"
            + " compensated, master, got nothing in bfloat16/",
        "mxfp4 | scale must be one of floor, ceil, even, rceil, as in mxfp8-e4m3/floor, got mxfp4",
        "mxfp4/nearest | rule of a scale must be one of floor, ceil, even, rceil, got nearest",
        "mxfp5/floor | block format must be one of",
        "binary:11/zero/every | must be float:P:EMIN:EMAX for that rounding, got binary:11/zero/every",
        "nvfp4/every | a rounding, store, then each once of columns, master, got every in nvfp4/every",
        "bfloat16/flush/flush | got flush in bfloat16/flush/flush",
        "bfloat16/stochastic:0 | got stochastic:0 in",
        "bfloat16/stochastic-even | got stochastic-even in",
        "bfloat16/every/master | arithmetic must have one of every, compensated and master at most",
        "binary64/zero | arithmetic must be an emulated format where more follows, got binary64/zero",
        "float:1:0:0 | precision must be in 2..50, got 1",
        "float:5:1:3 | arithmetic must be one of binary64",
        "decimal:9999999 | digits must be in 1..100000, got 9999999",
        "bf16/stochastic | got bf16/stochastic; did you mean bfloat16?",
        "mxfp8/floor | got mxfp8; did you mean mxfp8-e4m3 or mxfp8-e5m2?",
        "bfloat16/sr | got sr in bfloat16/sr; did you mean stochastic?",
        "bfloat16,e4m3 | got bfloat16,e4m3; give each by itself",
        "quad | arithmetic must be one of binary64, double-double, decimal:P, binary:P, float:P:EMIN:EMAX,"
      })
  void parse_noName_throwsOneLine(String name, String message) {
    assertRefusedInALine(message, () -> ArithmeticName.parse(name));
  }

  @Test
  void operations_everyOfEachKind_roundAsNamed() {
    assertEquals(8.0, sum("e5m2/every", 8, 1));
    assertEquals(10.0, sum("e5m2/up/every", 8, 1));
    assertEquals(448.0, sum("e4m3/every/saturate", 448, 448));
    assertEquals(Double.NaN, sum("e4m3/every", 448, 448));
    assertEquals(10.0, sum("e5m2/stochastic/every", 8, 1, -1));
    assertEquals(8.0, sum("e5m2/stochastic/every", 8, 1, 0));
    assertEquals(8.0, sum("binary:3/every", 8, 1));
    assertRefused(
        "arithmetic must be float:P:EMIN:EMAX for that rounding, got binary:3/up/every",
        () -> sum("binary:3/up/every", 8, 1));
  }

  private static double sum(String name, double a, double b) {
    return sum(name, a, b, 0);
  }

  private static double sum(String name, double a, double b, long word) {
    return sum(ArithmeticName.parse(name).operations(() -> word), a, b);
  }

  private static <T> double sum(Arithmetic<T> f, double a, double b) {
    T sum = f.add(f.of(a), f.of(b));
    return f.isFinite(sum) ? f.roundToDouble(sum) : Double.NaN;
  }

  @Test
  void stochastic_bitsOutOfRange_throws() {
    assertThrows(IllegalArgumentException.class, () -> new StochasticRounding(0, false));
    assertThrows(IllegalArgumentException.class, () -> new StochasticRounding(51, false));
    assertThrows(IllegalArgumentException.class, () -> new StochasticRounding(64, true));
    assertThrows(IllegalArgumentException.class, () -> BinaryFormat.named("e9m9"));
    assertEquals(Rounding.Directed.NEAREST, ArithmeticName.parse("e2m1").rounding());
  }
}
