// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.OtherProgram;
import org.noisygd.judge.distribution.TailBounds;

/**
 * Cross-check: src/python/noisygd_test.py and noisygd_update_test.py, which people copy into their
 * repositories, and the judge agree. The judge takes the files' exact numbers for right, and the
 * evidence is the judge's.
 */
class PythonFileTest {
  private static final Path FOLDER = Path.of("src/python").toAbsolutePath();

  /** Answers from the numbers that the files expect, rounded once. */
  private static final String CANDIDATE =
      """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      import noisygd_test as t, noisygd_update_test as u

      def rounded(q):
          if q["to"] not in [*t.FORMATS, *t.BLOCKS] or q["mode"] == "stochastic":
              return {"unsupported": True}
          target = t._target(q["to"])
          one = lambda v: t.round_exactly(v, target.element, q["mode"], q["overflow"])
          names = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
          return {"rounded": [names.get(str(d), d) for d in target.each(t.np.array(q["values"]), one)]}

      OPS = {"loss": (u._loss, "loss"), "gradient": (u._gradient, "gradX gradY"),
             "hvp": (u._hvp, "hvpX hvpY"), "step": (u._update, "X Y")}
      for line in sys.stdin:
          q = json.loads(line)
          if q["op"] == "hello":
              reply = {"name": "noisygd_test.py", "ops": [*OPS, "round"]}
          elif q["op"] == "round":
              reply = rounded(q)
          elif q["op"] in OPS:
              of, names = OPS[q["op"]]
              given = [u._fractions(q[k]) for k in ("M", "X", "Y")]
              given = given[1:] + given[:1]
              if q["op"] == "hvp":
                  given += [u._fractions(q["dX"]), u._fractions(q["dY"])]
              if q["op"] == "step":
                  given += [(u.Fraction(q["etaX"]), u.Fraction(q["etaY"])),
                            (u._fractions(q["noiseX"]), u._fractions(q["noiseY"]))]
              reply = {k: a.astype(float).tolist() for k, a in zip(names.split(), of(*given))}
          else:
              reply = {"unsupported": True}
          print(json.dumps({"id": q["id"], **reply}), flush=True)
      """;

  @TempDir private Path directory;

  @BeforeEach
  void needsNumPy() {
    assumeTrue(OtherProgram.isPythonWith("numpy"), "SKIPPED: python3 with NumPy is not here");
  }

  @Tag("exhaustive")
  @Test
  void dueNumbers_areRightForTheJudge() throws IOException {
    Path candidate = Files.writeString(directory.resolve("due.py"), CANDIDATE);
    CommandRun run =
        CommandRun.of("candidate", "--", "python3", candidate.toString(), FOLDER.toString());
    assertEquals(0, run.status(), run.out() + run.err());
    for (String op : List.of("loss", "gradient", "hvp", "step", "round")) {
      assertTrue(run.out().lines().anyMatch(line -> line.matches(op + " +\\d+ +\\d+ +0 .*")), op);
    }
  }

  @Test
  void evidence_isTheJudges() throws IOException, InterruptedException {
    double[][] counts = {
      {2500, 1250, 0.5},
      {480_000, 245_000, 0.5},
      {160_000, 0, 0x1p-12},
      {160_000, 1632, 0x1p-12},
      {98_304, 98_304, 0.5},
      {1_048_576, 70, 6.3e-5},
      {2500, 2300, 0.875}
    };
    StringBuilder program =
        new StringBuilder(
            "import sys\nsys.path.insert(0, sys.argv[1])\nimport noisygd_test as t\n");
    for (double[] c : counts) {
      program.append("print(t.binomial_evidence(%s, %s, %s))%n".formatted(c[0], c[1], c[2]));
    }
    Path file = Files.writeString(directory.resolve("evidence.py"), program.toString());
    String out =
        OtherProgram.output(new ProcessBuilder("python3", file.toString(), FOLDER.toString()));
    List<String> lines = out.lines().toList();
    for (int i = 0; i < counts.length; i++) {
      double expected = TailBounds.binomial(counts[i][0], counts[i][1], counts[i][2]);
      // Both sum two terms of up to n, each rounded a few times.
      assertEquals(
          expected, Double.parseDouble(lines.get(i)), counts[i][0] * 0x1p-50, lines.get(i));
    }
  }
}
