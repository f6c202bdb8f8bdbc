// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefusedInALine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers: problems in files, and those that are refused. */
class ProblemFileTest {
  @TempDir private Path directory;

  private Experiment read(String text) throws IOException {
    Path file = directory.resolve("p.json");
    Files.writeString(file, text);
    return new ExperimentReader(Map.of(), "", false).read(file);
  }

  @Test
  void read_everyField_isTaken() throws IOException {
    Experiment setting =
        read(
            "{\"M\":[[1,0,2],[0,0.5,0]],\"r\":1,\"etaX\":0.25,\"etaY\":0.5,\"sigmaX\":0.125,\"sigmaY\":0.0625,"
                + "\"X\":[[3],[4]],\"Y\":[[5],[6],[7]],\"gamma\":2,\"steps\":77}");
    assertEquals(
        new Experiment(
            "p.json",
            "p.json",
            Matrix.of(Binary64.INSTANCE, new double[][] {{1, 0, 2}, {0, 0.5, 0}}),
            1,
            0.25,
            0.5,
            0.125,
            0.0625,
            2,
            Start.at(List.of(3.0, 4.0), List.of(5.0, 6.0, 7.0)),
            77),
        setting);
  }

  @Test
  void read_leastFields_balancesTheNoise() throws IOException {
    Experiment setting =
        read("{\"M\":[[1],[0]],\"etaX\":1,\"etaY\":1,\"sigmaX\":0.5,\"sigmaY\":0.25}");
    assertEquals(Math.sqrt(8), setting.gamma()); // sqrt(2 0.25 / 0.0625)
    assertEquals(1, setting.r());
    assertEquals("by default: r, gamma, X, Y, steps", setting.title());
  }

  @Test
  void read_withoutM_takesTheProductOfTheStart() throws IOException {
    Experiment setting = read("{\"X\":[[1,2],[3,4]],\"Y\":[[5,6],[7,8]]}");
    assertEquals(List.of(17.0, 23.0, 39.0, 53.0), setting.target().entries());
    assertEquals(2, setting.r());
  }

  @Test
  void read_wholeNumbers_howeverTheyAreWritten() throws IOException {
    Experiment setting = read("\uFEFF{\"M\":\r\n[[1,0],[0,1]],\"r\":2.0,\"steps\":1e3}\r\n");
    assertEquals(2, setting.r());
    assertEquals(1000, setting.steps());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|p.json: problem must be a JSON object, got an empty array",
        "{|p.json:1:2: problem must be JSON: it ends within a value",
        "{\"M\":[[1]],\"M\":[[2]]}|p.json:1:12: problem must have each field once, got M twice",
        "{\"M\":[[1]],\"sigmaX\":1,\"sigmaY\":1,\"r\":1.5}|r must be a whole number in 1..1048576, got 1.5",
        "{\"M\":[[1]],\"sigmaX\":1,\"sigmaY\":1,\"r\":900000}|rank must leave X and Y at most 1048576 entries, got 900000",
        "{\"M\":[[1]],\"sigmaX\":1,\"sigmaY\":1,\"X\":[[1]],\"Y\":[[1]],\"startSigma\":1}|startSigma must be given without X and Y, got 1",
        "{\"M\":[[1]],\"sigmaY\":1}|p.json: sigmaX must be given with sigmaY, got nothing",
        "{\"M\":[[1]],\"eta\":1}|p.json: problem must have fields among M, X, Y",
        "{\"M\":[[1],[1,2]],\"etaX\":1,\"etaY\":1,\"sigmaX\":1,\"sigmaY\":1}|M[1] must have 1 entries like row 0, got 2",
        "{\"M\":[[1]],\"etaX\":-1,\"etaY\":1,\"sigmaX\":1,\"sigmaY\":1}|etaX must be finite and > 0"
      })
  void read_unusable_isOneLine(String text, String message) {
    assertRefusedInALine(message, () -> read(text));
  }
}
