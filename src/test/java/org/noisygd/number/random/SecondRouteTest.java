// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.OtherProgram;

/**
 * Cross-check: runs the Python programs again and compares. Where Python, NumPy or mpmath is
 * missing the test is reported as skipped; the checked-in tables are compared in any case, by the
 * other tests.
 */
class SecondRouteTest {

  private static final Path RESOURCES = Path.of("src/test/resources/org/noisygd");

  @Test
  void noiseVectors_writtenAgain_areTheCheckedInBytes(@TempDir Path fresh) throws Exception {
    assumePython("sys");
    python("src/golden/noise_vectors.py", fresh.toString());
    for (String table : List.of("words.csv", "addresses.csv")) {
      assertEquals(
          Files.readString(RESOURCES.resolve("number/random").resolve(table)),
          Files.readString(fresh.resolve(table)),
          table);
    }
  }

  @Test
  void numpyWords_writtenAgain_areTheCheckedInRows(@TempDir Path fresh) throws Exception {
    assumePython("numpy");
    Path table = fresh.resolve("numpy_words.csv");
    python("src/golden/numpy_words.py", table.toString());
    assertEquals(rows(RESOURCES.resolve("number/random/numpy_words.csv")), rows(table));
  }

  @Test
  void normalQuantiles_writtenAgain_areTheCheckedInRows(@TempDir Path fresh) throws Exception {
    assumePython("mpmath");
    Path table = fresh.resolve("quantiles.csv");
    python("src/golden/normal_quantiles.py", table.toString());
    assertEquals(rows(RESOURCES.resolve("number/random/quantiles.csv")), rows(table));
  }

  @Test
  void numpyProgram_ofTheNote_drawsTheSameBits() throws Exception {
    assumePython("numpy");
    String program =
        """
        import sys
        sys.path.insert(0, "src/candidates")
        from numpy_noise import standard_normal
        for seed in 0, 42, 2**63, 2**64 - 1:
            for replicate, step in (0, 0), (99, 7999), (2**63 - 1, 2**63 - 1):
                for factor in range(4):
                    for z in standard_normal(seed, replicate, step, factor, 601):
                        print(float(z).hex())
        """;
    List<String> lines = python("-c", program).lines().toList();
    List<Double> actual = new ArrayList<>();
    lines.forEach(line -> actual.add(Double.valueOf(line)));
    List<Double> expected = new ArrayList<>();
    long last = Long.MAX_VALUE;
    for (long seed : new long[] {0, 42, Long.MIN_VALUE, -1}) {
      for (long[] at : new long[][] {{0, 0}, {99, 7999}, {last, last}}) {
        for (FactorId factor : FactorId.values()) {
          double[] z = new double[601];
          new GaussianStream(seed).fill(z, at[0], at[1], factor);
          for (double deviate : z) {
            expected.add(deviate);
          }
        }
      }
    }
    assertEquals(expected, actual);
  }

  /** The rows under the comments: those name a version, which may differ. */
  private static List<String> rows(Path table) throws IOException {
    return Files.readString(table).lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static void assumePython(String module) {
    assumeTrue(
        OtherProgram.isPythonWith(module),
        "skipped: python3 with the module " + module + " was not found");
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return OtherProgram.output(builder);
  }
}
