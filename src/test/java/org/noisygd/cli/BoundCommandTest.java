// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers: bounds that can be had by hand, and what is refused. */
class BoundCommandTest {
  @TempDir private Path directory;

  private JsonNode json(String... arguments) throws Exception {
    Path file = directory.resolve("bound.json");
    String[] all = new String[arguments.length + 3];
    all[0] = "bound";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--json";
    all[all.length - 1] = file.toString();
    CommandRun run = CommandRun.of(all);
    assertEquals(0, run.status(), run.err());
    return new ObjectMapper().readTree(file.toFile());
  }

  /** gamma_5 of four terms of at most 2 * 3, and next to nothing for underflow. */
  @Test
  void dot_ofSizes_isGammaTimesTheTerms() throws Exception {
    JsonNode bound = json("dot", "--terms", "4", "--at-most", "x=2,y=3").at("/bounds/0");
    double gamma = 5 * 0x1p-53 / (1 - 5 * 0x1p-53);
    assertEquals(gamma * 24, bound.get("largest").asDouble(), 1e-15 * gamma * 24);
    assertEquals(5, bound.get("roundings").asInt());
    assertEquals("FP.dot", bound.get("source").asText());
  }

  @Test
  void dot_ofData_hasTheSumOfTheirProducts() throws Exception {
    Path data = Files.writeString(directory.resolve("d.json"), "{\"x\":[1,-2],\"y\":[3,0.5]}");
    JsonNode bound =
        json("dot", "--data", data.toString(), "--arithmetic", "binary32").at("/bounds/0");
    double gamma = 3 * 0x1p-24 / (1 - 3 * 0x1p-24);
    assertEquals(gamma * 4, bound.get("largest").asDouble(), 1e-15);
  }

  /** S = etaX rho B + |X| with rho = 1 * 1 + 1, B = 1 + 1 and A = 1 + 1: rho = 5. */
  @Test
  void step_ofOneByOne_isThatByHand() throws Exception {
    JsonNode bounds = json("step", "--sizes", "1x1x1", "--at-most", "etaX=0.5").get("bounds");
    double gamma = 15 * 0x1p-53 / (1 - 15 * 0x1p-53);
    double expected = gamma * (1 + 0.5 * 5 * 2);
    assertEquals("X", bounds.at("/0/field").asText());
    // The judge inflates its bounds by 2^-20 for their own rounding.
    assertEquals(expected, bounds.at("/0/largest").asDouble(), expected * 0x1p-19);
    assertEquals("FP.step", bounds.at("/0/source").asText());
  }

  /** Entry by entry: the bound of what is larger is larger. */
  @Test
  void gradient_ofARequest_hasABoundForEachEntry() throws Exception {
    Path data =
        Files.writeString(
            directory.resolve("q.json"),
            "{\"id\":1,\"op\":\"gradient\",\"M\":[[0,0]],\"X\":[[1]],\"Y\":[[1],[100]]}");
    JsonNode entries = json("gradient", "--data", data.toString()).at("/bounds/1/entries");
    assertEquals(2, entries.size());
    double ratio = entries.at("/1/0").asDouble() / entries.at("/0/0").asDouble();
    assertEquals(100, ratio, 1e-9);
  }

  @Test
  void loss_hasBothForms() throws Exception {
    JsonNode bounds = json("loss", "--sizes", "20x30x2").get("bounds");
    assertEquals("loss", bounds.at("/0/field").asText());
    assertEquals("loss, expanded", bounds.at("/1/field").asText());
    assertTrue(bounds.at("/0/largest").asDouble() < bounds.at("/1/largest").asDouble());
  }

  /** In the last a count of roundings times four is beyond 31 bits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "step --sizes 20x30x1 --arithmetic bfloat16",
        "dot --terms 1000000000 --arithmetic binary32"
      })
  void tooCoarse_saysSoWithStatusThree(String arguments) {
    CommandRun run = CommandRun.of(("bound " + arguments).split(" "));
    assertEquals(3, run.status());
    assertTrue(run.out().contains("exceeds 1/4"), run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --sizes 1x1x1 | OP must be one of dot, loss",
        "step --sizes 20x30 | --sizes must be D1xD2xR",
        "hessian --sizes 2000x30x1 | --sizes must be D1xD2xR",
        "step --sizes 2x3x1 --terms 4 | --terms must belong to dot",
        "dot --terms 0 | --terms must be given and in 1..1000000000, got 0",
        "dot --terms 4 --at-most z=1 | field of --at-most must be one of x, y, got z",
        "dot --terms 4 --arithmetic bfloat16*9:8 | F of bfloat16*9:8 must be in 10..40, got 9",
        "dot --terms 4 --arithmetic bfloat16*24 | --arithmetic must be IN*F:K, such as bfloat16*24:8",
        "dot --data none.json | none.json: no such file",
        "dot --data none.json --terms 4 | --data must be given without",
      })
  void wrongUse_isReportedWithStatusTwo(String arguments, String message) {
    CommandRun.assertUnusable(message, ("bound " + arguments).split(" "));
  }
}
