// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.FormatException;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/**
 * Known answers: what is let pass in a reply, and what is refused by which rule. Property: whatever
 * becomes of a valid reply (bits flipped, cut, spliced with another, brackets put in), it is read
 * or refused by {@link ProtocolViolation}, on one line and within bounds of time; nothing else is
 * thrown.
 */
class ReplyFuzzTest {
  private static final long SEED = 20210225;

  /** No reply here has more than some hundred bytes: a thousand times what one takes. */
  private static final double MOST_SECONDS = 2;

  private static final String[] SCRAPS =
      ("[ ] { } [[[[[[[[[[ ]]]] , : \" \\ \\u0000 \\ud800 null true NaN -Infinity - + . e 1. 00"
              + " E999999999 e-99999999999 0x1p3 1e400 1e-400 \u0000 \ufeff \u00e9 \r \t // /* '"
              + " 9999999999999999999999 \"id\":1, \"X\":[[1]], \"t\":0,\"X\": {\"id\":7}")
          .split(" ");

  private static Map<Op, String> replies() {
    String two = "\"X\":[[1.5,-2.25],[\"3e-1\",4]],\"Y\":[[0.1,1],[2,3],[4,5]]";
    Map<Op, String> replies = new LinkedHashMap<>();
    replies.put(Ops.LOSS, "{\"id\":7,\"loss\":0.1234567890123456789}");
    replies.put(Ops.GRADIENT, "{\"id\":7," + two.replace("X", "gradX").replace("Y", "gradY") + "}");
    replies.put(Ops.STEP, "{\"id\":7," + two + ",\"took\":{\"s\":[1,2,{}]}}");
    replies.put(Ops.RUN, "{\"id\":7,\"states\":[{\"t\":0," + two + "},{\"t\":1.0," + two + "}]}");
    return replies;
  }

  private static Request request(Op op) {
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    Factors<Dyadic> at = Factors.zeros(exact, 2, 3, 2);
    return Request.of(op, Matrix.zeros(exact, 2, 3), at).withRun(List.of(at), List.of(0, 1));
  }

  private static Answer answer(String reply) throws ProtocolViolation {
    String line =
        reply
            .replace("FACTORS", "'X':[[1.5,-2.25],[0.3,4]],REST")
            .replace("REST", "'Y':[[0.1,1],[2,3],[4,5]]}");
    Reply read = Ops.ALL.replyReader().read(line.replace('\'', '"'));
    read.requireId(7);
    Case step = new Case("step", request(Ops.STEP), false, "");
    return Exchange.of(step, "", read).answer(Binary64.INSTANCE).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeff{'id':7,FACTORS",
        "{'id':7.0,FACTORS\r",
        "{'id':7,'took':{'s':[1,'x']},'unsupported':false,'error':null,FACTORS",
        "{'id':7,'note':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],FACTORS",
        "{'id':7,'X':[['1.5','-2'],[0e999999999,4]],REST",
      })
  void read_oddButCorrect_isRead(String reply) throws ProtocolViolation {
    assertTrue(answer(reply).isFinite());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | standard output must hold replies only, a JSON object a line, got hello; print",
        "`` | got an empty line",
        "{'id':8,FACTORS | reply must repeat the id 7, got {?id?:8",
        "{'id':'7',FACTORS | reply must have an integer id",
        "{'id':1e999999999,FACTORS | reply must have an integer id",
        "{'id':7,\0FACTORS | control character 0",
        "[1,2,3] | reply must be a JSON object, got an array",
        "{'id':7,FACTORS{} | reply must end after its JSON object, got more",
        "{'id':7,'X':[[nan]],REST | reply must be JSON: a bare word stands at character",
        "{'id':7,'X':[[1]],FACTORS | reply must have each field once, got X twice",
        "{'id':7,'X':[[null,1],[1,1]],REST | X[0][0] must be a number or a string that holds a"
            + " decimal literal; JavaScript writes NaN and Infinity as null, got null",
        "{'id':7,'X':[[true,1],[1,1]],REST | got true",
        "{'id':7,'X':[['0x1.8p-3',1],[1,1]],REST | got the string ?0x1.8p-3?",
        "{'id':7,'X':[1,2,3,4],REST | X[0] must be a row",
        "{'id':7,REST | reply must have the field X",
      })
  void read_brokenReply_isRefusedWithItsRule(String reply, String told) {
    ProtocolViolation e = assertThrows(ProtocolViolation.class, () -> answer(reply));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.replace('"', '?').contains(told), message);
  }

  @Test
  void read_noJsonOrTooMuch_isRefusedWithItsRule() {
    Map<byte[], String> replies =
        Map.of(
            "{'id':7}".getBytes(StandardCharsets.UTF_8),
            "must stand in double quotes",
            "{\"id\":7}".getBytes(StandardCharsets.UTF_16),
            "got UTF-16; write it as UTF-8",
            new byte[] {0x1f, (byte) 0x8b, 8, 0},
            "got gzip; unpack it first",
            ("{\"X\":[" + "0,".repeat(2_000_000) + "0]}").getBytes(StandardCharsets.UTF_8),
            "at most 1048576 values",
            ("{\"X\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
            "nested at most 100 levels deep");
    replies.forEach(
        (reply, told) -> {
          var reader = Ops.ALL.replyReader();
          ProtocolViolation e = assertThrows(ProtocolViolation.class, () -> reader.read(reply));
          String message = String.valueOf(e.getMessage());
          assertTrue(message.contains(told), message);
        });
  }

  @Test
  void parse_damagedReply_isReadOrRefused() {
    Random random = new Random(SEED);
    Map<Op, String> replies = replies();
    List<Op> ops = List.copyOf(replies.keySet());
    List<Arithmetic<?>> arithmetics =
        List.of(
            Arithmetics.named("binary64"),
            Arithmetics.named("binary32"),
            Arithmetics.named("decimal:20"));
    var reader = Ops.ALL.replyReader();
    int refused = 0;
    int read = 0;
    for (int n = 0; n < 20_000; n++) {
      Op op = ops.get(random.nextInt(ops.size()));
      byte[] line = replies.get(op).getBytes(StandardCharsets.UTF_8);
      byte[] other =
          replies.get(ops.get(random.nextInt(ops.size()))).getBytes(StandardCharsets.UTF_8);
      for (int damages = n % 4; damages > 0; damages--) {
        line = damaged(line, other, random);
      }
      String where =
          "seed " + SEED + ", case " + n + ": " + new String(line, StandardCharsets.UTF_8);
      long begun = System.nanoTime();
      try {
        Reply reply = reader.read(line);
        reply.requireId(7);
        if (!reply.isUnsupported() && reply.error().isEmpty()) {
          Answer answer = op.read(reply, request(op), arithmetics.get(n % 3));
          assertTrue(answer.isFinite() || n % 4 > 0, where);
        }
        read++;
      } catch (ProtocolViolation | FormatException e) {
        refused++;
        String message = String.valueOf(e.getMessage());
        assertEquals(1, message.lines().count(), where);
        assertTrue(message.length() < 500 && message.chars().noneMatch(c -> c < ' '), message);
        assertTrue(n % 4 > 0, where);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(where, e);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      assertTrue(seconds < MOST_SECONDS, seconds + " s, " + where);
    }
    // A quarter is left whole; of the others most are spoilt, and some are not.
    assertTrue(refused > 6_600 && read > 5_100, refused + " refused, " + read + " read");
  }

  /** One damage: a bit flipped, an end cut off, a scrap put in, or the end of another reply. */
  private static byte[] damaged(byte[] line, byte[] other, Random random) {
    if (line.length == 0) {
      return other;
    }
    int at = random.nextInt(line.length);
    switch (random.nextInt(5)) {
      case 0 -> {
        byte[] flipped = line.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      }
      case 1 -> {
        return Arrays.copyOf(line, at);
      }
      case 2 -> {
        return joined(line, at, other, random.nextInt(other.length));
      }
      case 3 -> {
        // A few bytes lost.
        return joined(line, at, line, Math.min(line.length, at + 1 + random.nextInt(4)));
      }
      default -> {
        byte[] scrap = SCRAPS[random.nextInt(SCRAPS.length)].getBytes(StandardCharsets.UTF_8);
        return joined(joined(line, at, scrap, 0), at + scrap.length, line, at);
      }
    }
  }

  /** The start of one before a position, then the end of another from a position. */
  private static byte[] joined(byte[] start, int end, byte[] rest, int from) {
    byte[] joined = Arrays.copyOf(start, end + rest.length - from);
    System.arraycopy(rest, from, joined, end, rest.length - from);
    return joined;
  }
}
