// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties of {@code study paper}: its files, their shape, and that threads change no byte. */
class PaperCommandTest {
  @TempDir private Path directory;

  private CommandRun run(String... options) {
    return CommandRun.of(
        Stream.concat(Stream.of("study", "paper"), Stream.of(options)).toArray(String[]::new));
  }

  private static final String[] SHORT = {"--replicates", "9", "--steps", "30", "--seed", "7"};

  @Test
  void json_singleFigure_hasTheFixedShape() throws IOException {
    Path json = directory.resolve("result.json");
    CommandRun run =
        run(
            Stream.concat(Stream.of(SHORT), Stream.of("--figure", "2d", "--json", json.toString()))
                .toArray(String[]::new));
    assertEquals(0, run.status(), run.err());
    JsonNode figures = new ObjectMapper().readTree(json.toFile()).get("figures");
    assertEquals(1, figures.size());
    JsonNode ratio = figures.get("2d").get("ratio");
    double before = 0;
    for (String name : List.of("min", "q1", "median", "q3", "max")) {
      assertTrue(ratio.get(name).asDouble() >= before, name);
      before = ratio.get(name).asDouble();
    }
    assertEquals(9, figures.get("2d").get("replicates").asInt());
    assertEquals(30, figures.get("2d").get("steps").asInt());
  }

  @Test
  void steps_partThatEndsByItself_isRefusedInOneLine() {
    for (String figure : List.of("theorem1", "all")) {
      CommandRun run = run("--figure", "2d", "--figure", figure, "--steps", "30");
      assertEquals(2, run.status(), figure);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(
          run.err().contains("--steps must be left out for ") && run.err().contains("got 30"));
      assertTrue(run.out().isEmpty(), run.out());
    }
  }

  @Test
  void commandLine_unusable_isOneLineAndNothingIsWritten() {
    Path out = directory.resolve("none");
    for (String wrong :
        List.of("--figure 7", "--replicates 0", "--steps 0", "--threads 0", "--seed x")) {
      CommandRun.assertUnusable(
          wrong.split(" ")[0], ("study paper " + wrong + " --json " + out).split(" "));
      assertFalse(Files.exists(out), wrong);
    }
  }
}
