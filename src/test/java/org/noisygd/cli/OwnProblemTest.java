// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers: problems that are not the paper's, each through every study. */
class OwnProblemTest {
  @TempDir private Path directory;

  /** A matrix alone, of full rank; unequal steps and sigmas; a gamma that the noise has not. */
  private static final String[][] PROBLEMS = {
    {"alone.csv", "1,0.5\n0.25,-1\n0,0.125\n"},
    {
      "uneven.json",
      "{'M':[[1,0,0.5]],'etaX':0.02,'etaY':0.01,'sigmaX':0.2,'sigmaY':0.1,'steps':400}"
    },
    {
      "gamma.json",
      "{'M':[[1],[0],[0.5]],'etaX':0.02,'etaY':0.02,'sigmaX':0.2,'sigmaY':0.2,'gamma':1,'steps':400.0}"
    },
    {"blows.json", "{'M':[[1]],'etaX':5,'etaY':5,'sigmaX':0.05,'sigmaY':0.05,'steps':400}"}
  };

  private Path file(String[] problem) throws IOException {
    return Files.writeString(directory.resolve(problem[0]), problem[1].replace('\'', '"'));
  }

  private CommandRun run(String study, Path problem, String options) {
    List<String> words = new ArrayList<>(List.of("study", "precision", study));
    words.addAll(List.of("--problem", problem.toString()));
    words.addAll(List.of("--json", problem + ".out", "--out", problem + "-" + study));
    words.addAll(List.of(options.split(" ")));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void study_ofAnOwnProblem_isMade() throws IOException {
    String options = "--replicates 3 --steps 400 --arithmetic bfloat16 --arithmetic e4m3";
    for (String[] problem : PROBLEMS) {
      CommandRun run = run("drift", file(problem), options);
      assertEquals(0, run.status(), problem[0] + ": " + run.err());
      assertTrue(run.out().contains("Setting " + problem[0]), run.out());
      assertTrue(Files.size(directory.resolve(problem[0] + ".out")) > 0);
    }
  }

  @Test
  void sweep_ofOwnProblems_hasARowForEach() throws IOException {
    List<String> names = new ArrayList<>();
    for (String[] problem : PROBLEMS) {
      file(problem);
      names.add("\"" + problem[0] + "\"");
    }
    Path specification =
        Files.writeString(
            directory.resolve("own.json"),
            "{\"sweep\":\"own\",\"fixed\":{\"steps\":60,\"replicates\":2,\"arithmetic\":\"binary:8\"},"
                + "\"grid\":{\"problem\":"
                + names
                + "}}");
    CommandRun run = CommandRun.of("study", "sweep", specification.toString());
    assertEquals(0, run.status(), run.err());
    List<String> rows = Files.readAllLines(directory.resolve("own-results/results.csv"));
    assertEquals(1 + PROBLEMS.length, rows.size());
    assertTrue(rows.get(4).contains("diverged"), rows.get(4));
  }

  @Test
  void drift_ofARunThatBlowsUp_isDivergedAndLosesNothing() throws IOException {
    Path problem = file(PROBLEMS[3]);
    CommandRun run = run("drift", problem, "--replicates 3 --arithmetic bfloat16");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("The reference run had diverged by step"), run.out());
    JsonNode result = new ObjectMapper().readTree(Files.readString(Path.of(problem + ".out")));
    assertEquals("diverged", result.path("results").path(0).path("verdict").asText());
    assertTrue(result.path("referenceDivergedFrom").isNumber());
    assertTrue(Files.size(Path.of(problem + "-drift", "results.csv")) > 0);
  }

  @Test
  void drift_withAnotherGamma_saysWhatTheNoiseBalances() throws IOException {
    Path problem = file(PROBLEMS[2]);
    CommandRun run = run("drift", problem, "--replicates 2 --steps 60 --arithmetic bfloat16");
    String said = run.out().replace('\n', ' ');
    assertTrue(
        said.contains(
            "This noise balances at gamma = 1.73205; the imbalance is measured against that. It does"
                + " not lead to gamma = 1, which was requested."),
        run.out());
    JsonNode result = new ObjectMapper().readTree(Files.readString(Path.of(problem + ".out")));
    assertEquals(1, result.path("gamma").doubleValue());
    assertEquals(Math.sqrt(3), result.path("noiseGamma").doubleValue(), 0x1p-50);
  }

  /** Every choice before the run, in the report and as JSON; and a warning of what breaks. */
  @Test
  void drift_ofAMatrixAlone_saysWhatIsChosenAndWhy() throws IOException {
    Path problem = file(PROBLEMS[0]);
    CommandRun run = run("drift", problem, "--replicates 2 --steps 5 --arithmetic bfloat16");
    String[] parts = run.out().replace('\n', ' ').split("Setting alone.csv", 2);
    String before = parts[0];
    String said = parts[1];
    JsonNode result = new ObjectMapper().readTree(Files.readString(Path.of(problem + ".out")));
    assertEquals(5, result.path("defaults").size());
    for (JsonNode line : result.path("defaults")) {
      assertTrue(before.contains(line.asText()), () -> line + " in " + before);
      assertTrue(said.contains(line.asText()), () -> line + " in " + said);
    }
    assertTrue(before.contains("r = 2: M has full") && before.contains("reference = binary64"));
    assertEquals(1, result.path("warnings").size());
    assertTrue(result.path("warnings").path(0).asText().startsWith("--steps 5: the imbalance"));
    assertEquals("binary64", result.path("reference").asText());
    Path same = Files.copy(problem, directory.resolve("same.csv"));
    CommandRun fine = run("drift", same, "--replicates 2 --steps 5 --arithmetic binary64 -q");
    assertEquals("", fine.out());
    JsonNode wide = new ObjectMapper().readTree(Files.readString(Path.of(same + ".out")));
    assertEquals("double-double", wide.path("reference").asText());
  }

  @Test
  void refusal_ofAnOptionBesideAProblem_namesTheOption() throws IOException {
    Path problem = file(PROBLEMS[0]);
    assertEquals(
        "verify.sh: --gamma must be finite and > 0, got 0.0\n",
        run("forecast", problem, "--gamma 0").err());
    Path own = file(new String[] {"own.json", "{'M':[[1]],'gamma':0}"});
    String said = run("forecast", own, "--gamma 1 --eta 0").err();
    assertEquals("verify.sh: --eta must be finite and > 0, got 0.0\n", said);
    said = run("forecast", own, "--eta 0.1").err();
    assertTrue(said.endsWith("own.json: gamma must be finite and > 0, got 0.0\n"), said);
  }

  /** Whatever size the options have, a forecast is made, or one line names one of them. */
  @Test
  void forecast_withExtremeOptions_isMadeOrNamesOne() throws IOException {
    String problem = file(PROBLEMS[0]).toString();
    Random random = new Random(20261201);
    for (int k = 0; k < 60; k++) {
      int most = random.nextBoolean() ? 35 : 320;
      String options = "--arithmetic bfloat16";
      for (String name : List.of("eta", "sigma", "gamma", "rank")) {
        int exponent = random.nextInt(2 * most) - most;
        String value = name.equals("rank") ? "" + (1 + Math.abs(exponent % 3)) : "1e" + exponent;
        options += random.nextBoolean() ? " --" + name + " " + value : "";
      }
      CommandRun run =
          CommandRun.of(
              ("study precision forecast --problem " + problem + " " + options).split(" "));
      boolean isTold = run.err().matches("verify.sh: --(eta|sigma|gamma|rank) must [^\\n]*\n");
      assertEquals(isTold ? 2 : 0, run.status(), options + run.err());
    }
  }

  @Test
  void forecast_ofASparseMatrix_saysWhatIsNotListed() throws IOException {
    String market = "%%MatrixMarket matrix coordinate real symmetric\n3 3 2\n1 1 1\n3 1 3\n";
    CommandRun run = run("forecast", file(new String[] {"s.mtx", market}), "--arithmetic bfloat16");
    assertTrue(run.out().contains("M: 6 of 9 entries are not listed, and 0"), run.out());
  }

  @Test
  void rank_thatDoesNotFitTheStart_isRefusedByItsName() {
    CommandRun.assertUnusable(
        "verify.sh: --rank must come with a --start, which must have 2 entries of X and 2 of Y, got 2",
        "study precision --rank 2 --replicates 1".split(" "));
  }
}
