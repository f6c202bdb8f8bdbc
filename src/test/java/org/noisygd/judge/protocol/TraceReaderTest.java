// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefusedInALine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.io.FormatException;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/** Known answers (what is let pass, what is refused and where) and a property (damaged files). */
class TraceReaderTest {
  private static final long SEED = 20210224;
  private static final String HEADER =
      "{\"trace\":1,\"M\":[[1,0.5],[0,1]],\"etaX\":0.01,\"etaY\":0.02,\"made\":{\"by\":[1,2]}}\n";
  private static final String STATE_7 =
      "{\"t\":7,\"X\":[[1],[2]],\"Y\":[[3],[4]],\"noiseX\":[[0.1],[0]],\"noiseY\":[[0],[0]]}\n";
  private static final String STATE_8 =
      "{\"Y\":[[\"-1.5\"],[NaN]],\"X\":[[\"Infinity\"],[-Infinity]],\"t\":8}\n";

  private static List<TraceState> read(byte[] bytes) {
    List<TraceState> states = new ArrayList<>();
    try (TraceReader reader = new TraceReader("run", new ByteArrayInputStream(bytes))) {
      for (TraceState s = reader.next(); s != null; s = reader.next()) {
        states.add(s);
      }
    }
    return states;
  }

  private static List<TraceState> read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void next_wellFormed_givesStatesInOrder() {
    List<TraceState> states = read(HEADER + STATE_7 + STATE_8);
    assertEquals(2, states.size());
    TraceState seven = states.get(0);
    assertEquals(7, seven.t());
    assertEquals(2, seven.line().number());
    assertEquals(2.0, seven.x().get(1, 0).nearestDouble());
    assertNotNull(seven.noiseX());
    TraceState eight = states.get(1);
    assertNull(eight.noiseY());
    assertFalse(eight.x().isFinite());
    assertEquals(-1.5, eight.y().get(0, 0).nearestDouble());
    assertTrue(Double.isNaN(eight.y().get(1, 0).nearestDouble()));
  }

  @Test
  void next_byteOrderMarkCrAndBlankLines_areLetPass() {
    String text = "\uFEFF\r\n  \n" + HEADER.replace("\n", "\r\n") + "\n\t\n  " + STATE_7 + "\r\n";
    List<TraceState> states = read(text);
    assertEquals(1, states.size());
    assertEquals(6, states.get(0).line().number());
  }

  @Test
  void header_defaults_areTheProtocols() {
    TraceHeader header =
        new TraceReader("run", new ByteArrayInputStream(HEADER.getBytes(StandardCharsets.UTF_8)))
            .header();
    assertEquals("binary64", header.arithmetic().name());
    assertEquals("", header.name());
    assertNull(header.sigma1());
    assertEquals(0.02, header.etaY().nearestDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'trace':2,'M':[[1]],'etaX':1,'etaY':1} | 1 | header must say",
        "{'trace':1,'etaX':1,'etaY':1} | 1 | must have the field M",
        "{'trace':1,'M':[[1]],'etaX':-1,'etaY':1} | 1 | etaX must be finite and >= 0, got -1",
        "{'trace':1,'M':[[NaN]],'etaX':1,'etaY':1} | 1 | M must be finite",
        "{'trace':1,'M':[[1]],'etaX':1,'etaY':1,'arithmetic':'posit'} | 1 | arithmetic must be",
        "{'trace':1,'M':[[1]],'M':[[1]],'etaX':1,'etaY':1} | 1 | line must have each field once, got M twice",
        "{'trace':1,'M':[['1,5']],'etaX':1,'etaY':1} | 1 | M[0][0] must be a number or a string that holds a decimal literal, got the string ?1,5?",
        "{'trace':1,'M':[[[1]]],'etaX':1,'etaY':1} | 1 | M[0][0] must be a number or a string that holds a decimal literal; of a batch each matrix is judged alone, got an array of 1",
        "[1] | 1 | must be a JSON object that begins with {",
        "HEADER~{'t':0,'X':[[1],[2]],'Y':[[3],[4]]}~{'t':2,'X':[[1],[2]],'Y':[[3],[4]]} | 3 | ascend",
        "HEADER~{'t':0.5,'X':[[1],[2]],'Y':[[3],[4]]} | 2 | t must be an integer",
        "HEADER~{'X':[[1],[2]],'Y':[[3],[4]]} | 2 | must have the field t",
        "HEADER~{'t':0,'X':[[1,2]],'Y':[[3],[4]]} | 2 | X must be 2 x 2, got 1 x 2",
        "HEADER~{'t':0,'X':[[1],[2]],'Y':[[3,4],[4,5]]} | 2 | Y must be 2 x 1, got 2 x 2",
        "HEADER~{'t':0,'X':[[1],[2]],'Y':[[3],[4] | 2 | JSON",
      })
  void read_wrongFile_isRefusedWithLineAndRule(String text, int line, String rule) {
    String file = text.replace("HEADER~", HEADER).replace('~', '\n').replace('\'', '"');
    assertRefusedInALine("run:" + line + ":", () -> read(file));
    assertRefusedInALine(rule.replace('?', '"'), () -> read(file));
  }

  @Test
  void read_endlessLine_stopsAtTheBound() {
    InputStream endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            // Well beyond the bound of this reader; a reader without one would run into this.
            assertTrue(given < 200_000, "read on past its bound");
            return given++ == 0 ? '{' : '1';
          }
        };
    assertRefusedInALine("at most 100000 bytes", () -> new TraceReader("run", endless, 100_000));
  }

  @Test
  void read_damagedFile_throwsNothingButItsOwnException() {
    byte[] whole = (HEADER + STATE_7 + STATE_8).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(SEED);
    int refused = 0;
    for (int n = 0; n < 20_000; n++) {
      byte[] damaged =
          n % 3 == 0 ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int flips = n % 3; flips > 0; flips--) {
        int at = random.nextInt(damaged.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        read(damaged);
      } catch (FormatException e) {
        refused++;
        assertEquals(1, String.valueOf(e.getMessage()).lines().count());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + ", case " + n, e);
      }
    }
    assertTrue(refused > 10_000, "only " + refused + " damaged files were refused");
  }

  @ParameterizedTest
  @CsvSource({"binary64", "binary32", "bfloat16", "decimal:50", "decimal:7", "binary:80"})
  void next_writtenInAnyArithmetic_isReadBackExactly(String name) {
    roundTrip(Arithmetics.named(name));
  }

  private static <T> void roundTrip(Arithmetic<T> arithmetic) {
    Random random = new Random(SEED);
    Matrix<T> m = matrix(arithmetic, random, 2, 3);
    StepSizes<T> steps =
        StepSizes.of(arithmetic, arithmetic.fromDouble(0.01), arithmetic.fromDouble(0.3));
    JsonText header = new JsonText().integer("trace", 1).string("name", "a \"name\"");
    header.string("arithmetic", arithmetic.name()).matrix("M", m);
    header.number("etaX", arithmetic, steps.etaX()).number("etaY", arithmetic, steps.etaY());
    StringBuilder text = new StringBuilder().append(header).append('\n');
    List<Factors<T>> written = new ArrayList<>();
    for (int t = 0; t < 50; t++) {
      written.add(
          new Factors<>(matrix(arithmetic, random, 2, 2), matrix(arithmetic, random, 3, 2)));
      Matrix<T> x = written.get(t).x();
      Matrix<T> y = written.get(t).y();
      JsonText state = new JsonText().integer("t", t + 5).matrix("X", x).matrix("Y", y);
      text.append(t == 3 ? state : state.matrix("noiseX", x).matrix("noiseY", y)).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader("run", new ByteArrayInputStream(bytes))) {
      assertEquals("a \"name\"", reader.header().name());
      assertEquals(m.toString(), reader.header().target().in(arithmetic).toString());
      assertEquals(0, arithmetic.compare(steps.etaY(), reader.header().etaY().in(arithmetic)));
      for (int t = 0; t < 50; t++) {
        TraceState state = reader.next();
        assertNotNull(state);
        assertEquals(t + 5, state.t());
        assertEquals(written.get(t).x().toString(), state.x().in(arithmetic).toString());
        assertEquals(written.get(t).y().toString(), state.y().in(arithmetic).toString());
        assertEquals(t == 3, state.noiseX() == null);
        assertTrue(state.x().entries().stream().allMatch(ReadNumber::isDeclared));
      }
      assertNull(reader.next());
    }
  }

  /** Thirds of random magnitude, rounded to the arithmetic: entries with all its digits. */
  private static <T> Matrix<T> matrix(
      Arithmetic<T> arithmetic, Random random, int rows, int columns) {
    return Matrix.of(
        arithmetic,
        rows,
        columns,
        (i, j) ->
            arithmetic.divide(
                arithmetic.fromDouble(Math.scalb(random.nextDouble() - 0.5, random.nextInt(40))),
                arithmetic.of(3)));
  }
}
