// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.report.CandidateTables;
import org.noisygd.verdict.report.VerdictJson;

/**
 * Known answers: what becomes of a trace that is damaged, odd or wrong; and a property, that no
 * damage does more than that. The updates are those of M = 1, x' = x - (x~ y~ - 1) y~ / 4, y' = y -
 * (x~ y~ - 1) x~ / 4, computed by hand on numbers of few bits.
 */
class TraceBehaviourTest {
  private static final long SEED = 20210226;

  private static final String HEADER = "{'trace':1,'M':[[1]],'etaX':0.25,'etaY':0.25}";

  private static final String NOISELESS =
      "{'trace':1,'M':[[1]],'etaX':0.25,'etaY':0.25,'sigma1':0,'sigma2':0.0}";

  /** x~ y~ - 1 = 1/2 * 4 - 1 = 1: x' = 0.25 - 1 = -0.75; y' = 3 - 1/8 = 2.875. */
  private static final String S0 =
      "{'t':0,'X':[[0.25]],'Y':[[3]],'noiseX':[[0.25]],'noiseY':[[1]]}";

  /** x~ y~ - 1 = 0 * 3 - 1 = -1: x' = -0.75 + 3/4 = 0; y' = 2.875. */
  private static final String S1 =
      "{'t':1,'X':[[-0.75]],'Y':[[2.875]],'noiseX':[[0.75]],'noiseY':[[0.125]]}";

  private static final String S2 = "{'t':2,'X':[[0.0]],'Y':[[2.875]]}";

  @TempDir private Path directory;

  private TraceVerdict examine(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("run.jsonl"), bytes);
    TraceVerdict t = CandidateTables.judged(file);
    String text = CandidateTables.text(100, t);
    assertTrue(text.lines().count() <= 30, text);
    assertTrue(t.complaint().lines().count() <= 1 && t.complaint().length() < 600, text);
    JsonNode json =
        new ObjectMapper().readTree(VerdictJson.of(List.of(t), Provenance.of(List.of())));
    assertEquals(t.verdict().word(), json.get("verdict").asText());
    return t;
  }

  private TraceVerdict examine(String text) throws IOException {
    return examine(lines(text).getBytes(StandardCharsets.UTF_8));
  }

  private static String lines(String text) {
    return text.replace("HEADER", HEADER)
        .replace("NOISELESS", NOISELESS)
        .replace("S0", S0)
        .replace("S1", S1)
        .replace("S2", S2)
        .replace('~', '\n')
        .replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // file | exit status | updates judged | what is told
        "HEADER~S0~S1~S2~ | 0 | 2 | ",
        "HEADER~S0~S1~~  ~S2~~~ | 0 | 2 | ",
        "~~ | 2 | 0 | must begin with a header line, got none",
        "HEADER~S0 | 3 | 0 | ",
        "HEADER~S0~S1~{'t':2,'X':[[0.0 | 2 | 1 | run.jsonl:4:17: line must be JSON",
        "HEADER~S0~{'t':1,'X':[[-0.75]],'Y':[[2.875]]}~S2 | 0 | 1 | ",
        // a wrong update decides over an unreadable line after it, not before it
        "HEADER~S0~{'t':1,'X':[[-0.5]],'Y':[[2.875]]}~x | 1 | 1 | run.jsonl:4: ",
        "HEADER~S0~{'t':1,'X':[[-0.5]],'Y':[[2.875]]}~{'t':3,'X':[[1]],'Y':[[1]]} | 1 | 1 | ascend",
        "HEADER~S0~{'t':2,'X':[[-0.75]],'Y':[[2.875]]} | 2 | 0 | t must ascend by one, from 0, got"
            + " 2",
        // t starts anywhere, however the integer is written
        "HEADER~{'t':-1,'X':[[1]],'Y':[[1]],'noiseX':[[0]],'noiseY':[[0]]}~{'t':0.0,'X':[[1]],'Y':[[1]]}"
            + " | 0 | 1 | ",
        "HEADER~{'t':1e999999999,'X':[[1]],'Y':[[1]]} | 2 | 0 | t must be an integer of 64 bits,"
            + " got 1e999999999",
        // a step size of 0: that factor is due unchanged, to the last bit, and the other updated
        "{'trace':1,'M':[[1]],'etaX':0,'etaY':0.25}~{'t':0,'X':[[0.1]],'Y':[[0]],'noiseX':[[0.9]],'noiseY':[[0]]}~{'t':1,'X':[[0.1]],'Y':[[0.25]]}"
            + " | 0 | 1 | ",
        "{'trace':1,'M':[[1]],'etaX':0,'etaY':0.25}~{'t':0,'X':[[0.1]],'Y':[[0]],'noiseX':[[0.9]],'noiseY':[[0]]}~{'t':1,'X':[[0.10000000000000002]],'Y':[[0.25]]}"
            + " | 1 | 1 | ",
        "{'trace':1,'M':[[1]],'etaX':0,'etaY':0.25}~{'t':0,'X':[[0.1]],'Y':[[0]],'noiseX':[[0.9]],'noiseY':[[0]]}~{'t':1,'X':[[0.1]],'Y':[[0.5]]}"
            + " | 1 | 1 | ",
        "{'trace':1,'M':[[1]],'etaX':0,'etaY':0.25}~{'t':0,'X':[[0.1]],'Y':[[0]],'noiseX':[[0.9]],'noiseY':[[0]]}~{'t':1,'X':[[0.1]],'Y':[[0.25]],'noiseX':[[0.9]],'noiseY':[[0]]}~{'t':2,'X':[[0.10000000000000002]],'Y':[[0.4375]]}"
            + " | 1 | 2 | ",
        "{'trace':1,'M':[[1]],'etaX':0,'etaY':0,'sigma1':1,'sigma2':1}~{'t':0,'X':[[0.1]],'Y':[[0]]}~{'t':1,'X':[[0.1]],'Y':[[0]]}"
            + " | 0 | 0 | ",
        // in bfloat16 an update may be smaller than its bound, which doing nothing passes too
        "{'trace':1,'arithmetic':'bfloat16','M':[[1]],'etaX':0.01,'etaY':0.01}~{'t':0,'X':[[1]],'Y':[[1]],'noiseX':[[0]],'noiseY':[[0.1]]}~{'t':1,'X':[[1]],'Y':[[1]]}"
            + " | 3 | 1 | ",
        "{'trace':1,'arithmetic':'bfloat16','M':[[1]],'etaX':0.01,'etaY':0.01}~{'t':0,'X':[[1]],'Y':[[1]],'noiseX':[[0]],'noiseY':[[0]]}~{'t':1,'X':[[1]],'Y':[[1]]}"
            + " | 0 | 1 | ",
        // numbers that are not finite are wrong numbers
        "HEADER~S0~{'t':1,'X':[[NaN]],'Y':[['Infinity']],'noiseX':[[NaN]],'noiseY':[[NaN]]}~{'t':2,'X':[[NaN]],'Y':[[NaN]]}"
            + " | 1 | 2 | ",
        "HEADER~S0~{'t':1,'X':[[1e999999999]],'Y':[[2.875]]} | 1 | 1 | ",
        "HEADER~S0~{'t':1,'X':[[1e-999999999]],'Y':[[2.875]]} | 2 | 0 | X[0][0] must be 0 or at"
            + " least 1E-10000",
        // shapes
        "{'trace':1,'M':[[1,2]],'etaX':1,'etaY':1}~{'t':0,'X':[[1],[2]],'Y':[[3]]} | 2 | 0 | X must"
            + " be 1 x 1, got 2 x 1: is M transposed, or X exchanged with Y?",
        "{'trace':1,'M':[[1,2]],'etaX':1,'etaY':1}~{'t':0,'X':[[1]],'Y':[[1,2]]} | 2 | 0 | Y must"
            + " be 2 x 1, got 1 x 2: transposed",
        // two traces
        "HEADER~S0~S1~HEADER~S0~S1 | 2 | 1 | run.jsonl:4: a second header begins another trace",
        // noise that is missing: no field, null, or that of one factor
        "HEADER~{'t':0,'X':[[0.25]],'Y':[[3]],'noiseX':[[0.25]]}~S1~S2 | 0 | 1 | ",
        "HEADER~{'t':0,'X':[[0.25]],'Y':[[3]],'noiseX':null,'noiseY':null}~S1~S2 | 0 | 1 | ",
        // no noise where the header says so: x~ y~ - 1 = 1 at (1, 2), and 1/2 at (1/2, 3)
        "NOISELESS~{'t':0,'X':[[1]],'Y':[[2]]}~{'t':1,'X':[[0.5]],'Y':[[1.75]]} | 0 | 1 | ",
        "NOISELESS~{'t':0,'X':[[1]],'Y':[[2]]}~{'t':1,'X':[[0.5]],'Y':[[1.5]]} | 1 | 1 | ",
        "{'trace':1,'M':[[1]],'etaX':0.25,'etaY':0.25,'sigma1':1,'sigma2':0}~{'t':0,'X':[[0.25]],'Y':[[3]],'noiseX':[[0.25]]}~{'t':1,'X':[[-0.125]],'Y':[[2.9375]]}"
            + " | 0 | 1 | ",
        // headers
        "{'trace':1,'M':[[1]],'etaX':0.25,'etaY':0.25,'arithmetic':'dyadic'}~S0~S1 | 2 | 0 |"
            + " IN*F:K, got dyadic",
        "{'trace':1,'M':[[1]],'etaX':0.25,'etaY':0.25,'arithmetic':null,'name':null}~S0~S1 | 0 | 1"
            + " | ",
        "S0~S1~S2 | 2 | 0 | header must say",
        "{'trace':1.0,'M':[[1]],'etaX':0.25,'etaY':0.25}~S0~S1 | 0 | 1 | ",
        // no noise, and no law to judge by
        "HEADER~{'t':0,'X':[[1]],'Y':[[1]]}~{'t':1,'X':[[1]],'Y':[[1]]} | 3 | 0 | ",
      })
  void examine_trace_hasItsStatus(String text, int status, long updates, String told)
      throws IOException {
    TraceVerdict t = examine(text);
    String all = CandidateTables.text(100, t);
    assertEquals(status, t.verdict().exitStatus(), all);
    assertEquals(updates, t.judged().updates(), all);
    assertTrue(told == null || t.complaint().contains(told), t.complaint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~{'t':0,'X':[[NaN]],'Y':[[1]],'noiseX':[[0]],'noiseY':[[0]]}~{'t':1,'X':[[1]],'Y':[[1]]} |"
            + " X[0][0] at t=0",
        "~{'t':0,'X':[[1]],'Y':[[1]],'noiseX':[[0]],'noiseY':[['Infinity']]}~{'t':1,'X':[[1]],'Y':[[1]]}"
            + " | noiseY[0][0] at t=0",
        "~{'t':0,'X':[[1]],'Y':[[1]],'noiseX':[[0]],'noiseY':[[0]]}~{'t':1,'X':[[1]],'Y':[[NaN]]} |"
            + " Y[0][0] at t=1"
      })
  void examine_entryThatIsNotFinite_isNamed_andFitsNoArithmetic(String states, String entry)
      throws IOException {
    TraceVerdict t = examine("HEADER" + states);
    assertEquals(entry, t.judged().firstFailure().orElseThrow().place().toString());
    assertEquals("a finite number", t.judged().firstFailure().orElseThrow().expected());
    assertEquals("", t.program().observed());
    String all = CandidateTables.text(100, t);
    assertTrue(all.contains("First wrong update\n  " + entry + "\n  expected  a finite"), all);
    assertFalse(all.contains("No known fault"), all);
  }

  @Test
  void examine_noiseOnSomeLines_saysSo() throws IOException {
    TraceVerdict t = examine("HEADER~S0~{'t':1,'X':[[-0.75]],'Y':[[2.875]]}~S2");
    assertEquals(1, t.judged().unchecked());
    assertTrue(CandidateTables.text(100, t).contains("1 without noise left unchecked"));
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 1, 3, 0", "5, 5, 1, 3, 0", "4, 1, 1, 0, 1", "4, 99, 1, 1, 1"})
  void examine_sizesBeyondAnyBound_areNotJudged(
      int rows, int newX, int newY, int status, long updates) throws IOException {
    // X' = 1 and Y' = 1 are right; X has no bound in bfloat16 from r + 2 d2 = 11 on
    Function<Integer, String> column = v -> Collections.nCopies(rows, List.of(v)).toString();
    String header =
        "{'trace':1,'arithmetic':'bfloat16','etaX':0.25,'etaY':0.25,'M':["
            + Collections.nCopies(rows, 1)
            + "]}";
    String from = "~{'t':0,'X':[[1]],'noiseX':[[0]],'Y':" + column.apply(1);
    String to = "~{'t':1,'X':[[" + newX + "]],'Y':" + column.apply(newY) + "}";
    TraceVerdict t = examine(header + from + ",'noiseY':" + column.apply(0) + "}" + to);
    String text = CandidateTables.text(100, t);
    assertEquals(status, t.verdict().exitStatus(), text);
    assertEquals(updates, t.judged().updates(), text);
    assertEquals(1 - updates, t.judged().undecided(), text);
    assertEquals(status == 3, text.contains("1 beyond any bound, not judged"), text);
  }

  @Test
  void examine_noNoiseButSigmas_nanIsWrong() throws IOException {
    String header = "{'trace':1,'M':[[1]],'etaX':0.25,'etaY':0.25,'sigma1':1,'sigma2':1}";
    String states = "~{'t':0,'X':[[1]],'Y':[[1]]}~{'t':1,'X':[[NaN]],'Y':[[1]]}";
    assertEquals(1, examine(header + states).verdict().exitStatus());
  }

  @Test
  void examine_otherKindsOfFile_areUnusable() throws IOException {
    byte[] random = new byte[100_000];
    new Random(SEED).nextBytes(random);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(lines("HEADER~S0~S1~S2").getBytes(StandardCharsets.UTF_8));
    }
    byte[] wide = lines("HEADER~S0~S1~S2").getBytes(StandardCharsets.UTF_16);
    Map<byte[], String> kinds =
        Map.of(
            random,
            "run.jsonl:1: line must be",
            new byte[1000],
            "run.jsonl:1: line must be a JSON object that begins with {, got byte 0",
            zipped.toByteArray(),
            "run.jsonl: must be UTF-8 text, got gzip; unpack it first",
            wide,
            "run.jsonl: must be UTF-8 text, got UTF-16; write it as UTF-8");
    for (Map.Entry<byte[], String> kind : kinds.entrySet()) {
      TraceVerdict t = examine(kind.getKey());
      assertEquals(2, t.verdict().exitStatus(), t.complaint());
      assertTrue(t.complaint().contains(kind.getValue()), t.complaint());
    }
    for (Path path : new Path[] {directory, directory.resolve("none")}) {
      TraceVerdict t = CandidateTables.judged(path);
      assertEquals(2, t.verdict().exitStatus());
      assertEquals(1, t.complaint().lines().count());
    }
  }

  @Test
  void examine_manyEntries_areRefused() throws IOException {
    TraceVerdict t = examine("HEADER~{'t':0,'X':[[" + "0,".repeat(1 << 21) + "0]]}");
    assertEquals(2, t.verdict().exitStatus());
    assertTrue(t.complaint().contains("at most 2097152 values"), t.complaint());
    assertTrue(t.complaint().contains("run.jsonl:2"), t.complaint());
  }

  /** Property: damage of any kind leads to one of the four statuses, and nothing is thrown. */
  @Test
  void examine_damaged_hasAStatus() throws IOException {
    byte[] whole = lines("HEADER~S0~S1~S2~").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(SEED);
    int[] statuses = new int[4];
    for (int n = 0; n < 300; n++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + n % 2; flips > 0; flips--) {
        int at = random.nextInt(damaged.length);
        if (random.nextInt(3) == 0) {
          damaged[at] ^= (byte) (1 << random.nextInt(8));
        } else {
          damaged[at] = (byte) "0123456789.-eE,[]{}\":\n".charAt(random.nextInt(22));
        }
      }
      try {
        statuses[examine(damaged).verdict().exitStatus()]++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + ", case " + n, e);
      }
    }
    String found = java.util.Arrays.toString(statuses);
    // Each outcome that a file of three states can have was met, as often as is asked.
    assertTrue(statuses[0] >= 1 && statuses[1] >= 10 && statuses[2] >= 100, found);
  }
}
