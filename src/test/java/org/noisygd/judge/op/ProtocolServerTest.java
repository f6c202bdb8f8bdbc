// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** Known answers: conversations worked out by hand, in every arithmetic that is served. */
class ProtocolServerTest {
  static final List<String> ARITHMETICS =
      List.of(
          ("binary64 binary32 binary16 bfloat16 tf32 double-double binary:8 binary:200 "
                  + "decimal:12 decimal:50 dyadic binary16*24:8")
              .split(" "));

  static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** X Y^T = (2, 6), so R = (1, 4); 8 bits hold every number below, so no arithmetic rounds. */
  private static final String AT = "\"M\":[[1],[2]],\"X\":[[1],[3]],\"Y\":[[2]]";

  private static final String STEP = AT + ",\"etaX\":0.5,\"etaY\":0.25";

  static List<String> converse(String arithmetic, String... lines) throws IOException {
    return ReferenceAnswer.reply(arithmetic, lines).lines().toList();
  }

  private static JsonNode ask(String arithmetic, String op, String fields) throws IOException {
    List<String> replies = converse(arithmetic, "{\"id\":7,\"op\":\"" + op + "\"," + fields + "}");
    assertEquals(1, replies.size());
    JsonNode reply = MAPPER.readTree(replies.get(0));
    assertEquals(7, reply.get("id").intValue());
    return reply;
  }

  /** The numbers of a reply in the order in which they stand. */
  private static List<BigDecimal> numbers(JsonNode node) {
    List<BigDecimal> numbers = new ArrayList<>();
    if (node.isValueNode()) {
      numbers.add(new BigDecimal(node.asText()));
    }
    node.forEach(child -> numbers.addAll(numbers(child)));
    return numbers;
  }

  private static void assertNumbers(String expected, JsonNode actual) {
    List<String> wanted = List.of(expected.split(" "));
    List<BigDecimal> got = numbers(actual);
    assertEquals(wanted.size(), got.size(), actual.toString());
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(0, new BigDecimal(wanted.get(i)).compareTo(got.get(i)), i + " of " + actual);
    }
  }

  @ParameterizedTest
  @FieldSource("ARITHMETICS")
  void everyOp_numbersThatFit_givesTheAnswerWorkedOutByHand(String arithmetic) throws IOException {
    assertNumbers("8.5", ask(arithmetic, "loss", AT).get("loss"));

    JsonNode gradient = ask(arithmetic, "gradient", AT);
    assertNumbers("2 8", gradient.get("gradX")); // R y
    assertNumbers("13", gradient.get("gradY")); // 1 1 + 4 3
    assertEquals("[2,1]", shape(gradient.get("gradX")));

    // y^2 = 4 on X's diagonal, |x|^2 = 10 on Y's; across R + x y = (1 + 2, 4 + 6).
    assertNumbers("4 0 3 0 4 10 3 10 10", ask(arithmetic, "hessian", AT).get("hessian"));

    JsonNode hvp = ask(arithmetic, "hvp", AT + ",\"dX\":[[1],[0]],\"dY\":[[1]]");
    assertNumbers("7 10", hvp.get("hvpX"));
    assertNumbers("13", hvp.get("hvpY"));

    // s1 = 2 0.5^2 = 0.5 and s2 = 1 2^2 = 4: Fs = (17 + 4 10 + 0.5 4 + 0.5 4) / 2.
    String smoothed = AT + ",\"sigma1\":0.5,\"sigma2\":2";
    assertNumbers("30.5", ask(arithmetic, "smoothed_loss", smoothed).get("loss"));
    JsonNode gradientOfSmoothed = ask(arithmetic, "smoothed_gradient", smoothed);
    assertNumbers("6 20", gradientOfSmoothed.get("gradX"));
    assertNumbers("14", gradientOfSmoothed.get("gradY"));
    assertNumbers(
        "8 0 3 0 8 10 3 10 10.5", ask(arithmetic, "smoothed_hessian", smoothed).get("hessian"));

    // Xt = (2, 2), Yt = 1, R = (1, 0): X' = (1 - 0.5, 3), Y' = 2 - 0.25 2.
    JsonNode step = ask(arithmetic, "step", STEP + ",\"noiseX\":[[1],[-1]],\"noiseY\":[[-1]]");
    assertNumbers("0.5 3", step.get("X"));
    assertNumbers("1.5", step.get("Y"));

    // Then without noise R = (-0.25, 2.5): X'' = (0.5 + 0.1875, 3 - 1.875), Y'' = 1.5 - 7.375 / 4.
    JsonNode states =
        ask(
                arithmetic,
                "run",
                STEP
                    + ",\"noiseX\":[[[1],[-1]],[[0],[0]]],\"noiseY\":[[[-1]],[[0]]],\"record\":[0,2]")
            .get("states");
    assertNumbers("0 1 3 2 2 0.6875 1.125 -0.34375", states);
  }

  private static String shape(JsonNode matrix) {
    return "[" + matrix.size() + "," + matrix.get(0).size() + "]";
  }

  /**
   * The loss at x = 1 + u2 against M = 0, y = 1 is x^2 / 2, which each arithmetic rounds its way.
   */
  @ParameterizedTest
  @CsvSource({
    // 1 + 2^-7: the square 1 + 2^-6 + 2^-14 loses its last bit.
    "bfloat16, 1.0078125, 0.5078125",
    "binary:8, 1.0078125, 0.5078125",
    "tf32, 1.0009765625, 0.5009765625",
    "binary16, 1.0009765625, 0.5009765625",
    "binary32, 1.00000011920928955078125, 0.50000011920928955",
    "binary64, 1.0000000000000002220446049250313080847263336181640625, 0.500000000000000222",
    // 1.0001^2 = 1.00020001
    "decimal:5, 1.0001, 0.5001",
    "decimal:9, 1.0001, 0.500100005",
    "dyadic, 1.0078125, 0.507843017578125"
  })
  void loss_squareThatDoesNotFit_isRoundedInTheArithmetic(
      String arithmetic, String x, String expected) throws IOException {
    JsonNode loss =
        ask(arithmetic, "loss", "\"M\":[[0]],\"X\":[[" + x + "]],\"Y\":[[1]]").get("loss");
    BigDecimal printed = new BigDecimal(loss.asText());
    // Formats within binary64 print 15 to 17 digits: compare them as the doubles they stand for.
    boolean text = loss.isTextual();
    assertEquals(
        0,
        text
            ? new BigDecimal(expected).compareTo(printed)
            : Double.compare(Double.parseDouble(expected), printed.doubleValue()),
        loss.asText());
  }

  @Test
  void hello_protocolOne_namesEveryOpAndTheArithmetic() throws IOException {
    JsonNode reply = ask("decimal:40", "hello", "\"protocol\":1");
    assertEquals("decimal:40", reply.get("arithmetic").asText());
    assertTrue(reply.get("name").isTextual());
    assertEquals(
        "[\"hello\",\"loss\",\"gradient\",\"hessian\",\"hvp\",\"smoothed_loss\","
            + "\"smoothed_gradient\",\"smoothed_hessian\",\"step\",\"run\",\"sample\",\"round\",\"bye\"]",
        reply.get("ops").toString());
    assertTrue(ask("binary64", "hello", "\"protocol\":2").has("error"));
  }

  @Test
  void numbers_withinBinary64_areTheNearestDouble() throws IOException {
    JsonNode step =
        ask(
            "binary64",
            "step",
            "\"M\":[[0]],\"X\":[[0.1]],\"Y\":[[0]],\"etaX\":1,\"etaY\":1,"
                + "\"noiseX\":[[0]],\"noiseY\":[[0]]");
    assertEquals("[[0.1]]", step.get("X").toString());
    // 0.1 is no binary32 and no double-double, and is not silently rounded to one.
    for (String arithmetic : List.of("binary32", "double-double", "dyadic")) {
      String error =
          ask(arithmetic, "loss", "\"M\":[[0.1]],\"X\":[[1]],\"Y\":[[1]]").get("error").asText();
      assertEquals("M[0][0] must be a value of " + arithmetic + ", got 0.1", error);
    }
  }

  @Test
  void loss_overflow_isNamedAsInfinity() throws IOException {
    String huge = "\"M\":[[0]],\"X\":[[1e200]],\"Y\":[[1]]";
    assertEquals("Infinity", ask("binary64", "loss", huge).get("loss").textValue());
    assertNumbers("5e399", ask("decimal:30", "loss", huge).get("loss"));
  }

  /**
   * d sigma^2 is 10^320, beyond binary64: what it is added to is Infinity, in no reply an error.
   */
  @Test
  void smoothedOps_varianceThatOverflows_areNamedAsInfinity() throws IOException {
    String at = "\"M\":[[0]],\"X\":[[1,2]],\"Y\":[[3,4]],\"sigma1\":1e160,\"sigma2\":1e160";
    assertEquals("Infinity", ask("binary64", "smoothed_loss", at).get("loss").textValue());
    JsonNode gradient = ask("binary64", "smoothed_gradient", at);
    String infinite = "[[\"Infinity\",\"Infinity\"]]";
    assertEquals(infinite, gradient.get("gradX").toString());
    assertEquals(infinite, gradient.get("gradY").toString());
    JsonNode hessian = ask("binary64", "smoothed_hessian", at).get("hessian");
    for (int a = 0; a < 4; a++) {
      assertEquals("Infinity", hessian.get(a).get(a).textValue());
    }
    assertNumbers("1e320 2e320", ask("decimal:30", "smoothed_gradient", at).get("gradX"));
  }

  @Test
  void run_everyStepRecorded_agreesWithSteps() throws IOException {
    String noise = ",\"noiseX\":[[[0.3],[-0.7]]],\"noiseY\":[[[0.9]]]";
    JsonNode states = ask("binary64", "run", STEP + noise + ",\"record\":[0,1]").get("states");
    JsonNode step = ask("binary64", "step", STEP + ",\"noiseX\":[[0.3],[-0.7]],\"noiseY\":[[0.9]]");
    assertEquals(step.get("X"), states.get(1).get("X"));
    assertEquals(step.get("Y"), states.get(1).get("Y"));
    assertNumbers("1 3", states.get(0).get("X"));
    assertEquals(0, ask("binary64", "run", STEP + noise + ",\"record\":[]").get("states").size());
  }

  @Test
  void run_inExactArithmetic_isUnsupportedWhereDigitsWouldExplode() throws IOException {
    String steps = String.join(",", java.util.Collections.nCopies(9, "[[0]]"));
    String fields =
        "\"M\":[[1]],\"X\":[[1]],\"Y\":[[1]],\"etaX\":1,\"etaY\":1,\"record\":[9],\"noiseX\":["
            + steps
            + "],\"noiseY\":["
            + steps
            + "]";
    assertTrue(ask("dyadic", "run", fields).get("unsupported").booleanValue());
    assertTrue(ask("binary64", "run", fields).has("states"));
  }

  /** Cross-check: a draw is the step with the reference's own stream as noise. */
  @Test
  void sample_draws_areStepsWithTheStreamsNoise() throws IOException {
    String law = ",\"sigma1\":0.3,\"sigma2\":0.7,\"count\":3,\"seed\":";
    JsonNode sample = ask("binary64", "sample", STEP + law + "11");
    GaussianStream stream = new GaussianStream(11);
    for (int n = 0; n < 3; n++) {
      double[][] x = new NoiseSource(stream, FactorId.NOISE_X, 0.3).rows(n, 0, 2, 1);
      double[][] y = new NoiseSource(stream, FactorId.NOISE_Y, 0.7).rows(n, 0, 1, 1);
      JsonNode step =
          ask(
              "binary64",
              "step",
              STEP
                  + ",\"noiseX\":"
                  + MAPPER.writeValueAsString(x)
                  + ",\"noiseY\":"
                  + MAPPER.writeValueAsString(y));
      assertEquals(step.get("X"), sample.get("X").get(n));
      assertEquals(step.get("Y"), sample.get("Y").get(n));
    }
    assertNotEquals(
        sample.get("X"), ask("binary64", "sample", STEP + law + "12").get("X"), "another seed");
    assertEquals(
        0,
        ask(
                "bfloat16",
                "sample",
                AT
                    + ",\"etaX\":0.5,\"etaY\":0.5,"
                    + "\"sigma1\":0.5,\"sigma2\":0.5,\"count\":0,\"seed\":1")
            .get("X")
            .size());
  }

  @Test
  void bye_endsTheConversation() throws IOException {
    List<String> replies =
        converse("binary64", "{\"id\":1,\"op\":\"bye\"}", "{\"id\":2,\"op\":\"bye\"}");
    assertEquals(List.of("{\"id\":1}"), replies);
  }

  @Test
  void lines_markCarriageReturnsAndBlanks_areLetPass() throws IOException {
    List<String> replies =
        converse("binary64", "\ufeff{\"id\":1,\"op\":\"loss\"," + AT + ",\"x\":null}\r", "", " \r");
    assertEquals(List.of("{\"id\":1,\"loss\":8.5}"), replies);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":1}|op must be a string, got nothing",
        "{\"id\":1,\"op\":\"loss\"}|M must be an array of rows, got nothing",
        "{\"id\":1,\"op\":\"loss\",\"M\":[[1,2],[3]]}|M[1] must have 2 entries like row 0, got 1",
        "{\"id\":1,\"op\":\"loss\",\"M\":[[\"1\"]]}|M[0][0] must be a number, got the string \"1\"",
        "{\"id\":1,\"op\":\"loss\",\"M\":[[1e999]]}|M[0][0] must be a value of binary64, got 1e999",
        "{\"id\":1,\"op\":\"loss\",\"M\":[[1]],\"X\":[[1]],\"Y\":[[1,2]]}|X of shape 1 x 1 must"
            + " have as many columns as Y, got 1 x 2",
        "{\"id\":1,\"op\":\"loss\",\"M\":[[1]],\"X\":[[1],[1]],\"Y\":[[1]]}|iterate of shapes 2 x 1"
            + " and 1 x 1 must fit the target M, got 1 x 1",
      })
  void answer_unusableRequest_saysWhyInOneLine(String line, String why) throws IOException {
    JsonNode reply = MAPPER.readTree(converse("binary64", line).get(0));
    assertEquals(1, reply.get("id").intValue());
    assertEquals(why, reply.get("error").asText());
  }

  @Test
  void answer_unknownOp_isUnsupported() throws IOException {
    assertEquals(
        List.of("{\"id\":-3,\"unsupported\":true}"),
        converse("binary64", "{\"op\":\"dance\",\"id\":-3}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[1]",
        "{\"id\":1.5,\"op\":\"bye\"}",
        "{\"op\":\"bye\"}",
        "{\"id\":1,\"op\":\"bye\"} {}",
        "{\"id\":1,\"op\":\"loss\",\"M\":[[NaN]]}"
      })
  void answer_lineWithoutAnId_getsAnErrorWithoutId(String line) throws IOException {
    List<String> replies = converse("binary64", line, "{\"id\":2,\"op\":\"loss\"," + AT + "}");
    assertEquals(2, replies.size());
    JsonNode reply = MAPPER.readTree(replies.get(0));
    assertEquals(1, reply.size(), replies.get(0));
    assertTrue(reply.get("error").isTextual());
    assertEquals("{\"id\":2,\"loss\":8.5}", replies.get(1), "and the next request is answered");
  }

  @Test
  void answer_hugeExponent_isRefusedAtOnce() throws IOException {
    String line = "{\"id\":1,\"op\":\"loss\",\"M\":[[1e999999999]],\"X\":[[1]],\"Y\":[[1]]}";
    for (String arithmetic : List.of("decimal:50", "binary:50", "dyadic", "double-double")) {
      String reply = converse(arithmetic, line).get(0);
      assertTrue(reply.contains("M[0][0] must have an exponent within"), reply);
    }
  }

  @Test
  void of_arithmeticThatCannotServe_isRefused() {
    for (String name : List.of("binary63", "rational", "apfloat:50", "decimal:0", "binary:x", "")) {
      assertThrows(IllegalArgumentException.class, () -> new ProtocolServer(name), name);
    }
  }
}
