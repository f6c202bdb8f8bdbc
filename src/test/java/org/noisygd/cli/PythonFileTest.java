// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.judge.sampling.LawTail;

/**
 * Cross-check: src/python/noisygd_test.py, which people copy into their repositories, and the judge
 * agree. The judge takes the file's exact numbers for right, and the file's evidence is the
 * judge's.
 */
class PythonFileTest {
  private static final Path FOLDER = Path.of("src/python").toAbsolutePath();

  /** Answers from what the file computes as due, rounded once. */
  private static final String CANDIDATE =
      """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      import noisygd_test as t

      def rounded(q):
          if q["to"] not in [*t.FORMATS, *t.BLOCKS] or q["mode"] == "stochastic":
              return {"unsupported": True}
          target = t._target(q["to"])
          due = target.each(t.np.array(q["values"]), lambda v: t.round_exactly(v, target.element, q["mode"], q["overflow"]))
          names = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
          return {"rounded": [names.get(str(d), d) for d in due]}

      OPS = {"loss": (t._loss, "loss"), "gradient": (t._gradient, "gradX gradY"),
             "hvp": (t._hvp, "hvpX hvpY"), "step": (t._update, "X Y")}
      for line in sys.stdin:
          q = json.loads(line)
          if q["op"] == "hello":
              reply = {"name": "noisygd_test.py", "ops": [*OPS, "round"]}
          elif q["op"] == "round":
              reply = rounded(q)
          elif q["op"] in OPS:
              of, names = OPS[q["op"]]
              given = [t._fractions(q[k]) for k in ("M", "X", "Y")]
              given = given[1:] + given[:1]
              if q["op"] == "hvp":
                  given += [t._fractions(q["dX"]), t._fractions(q["dY"])]
              if q["op"] == "step":
                  given += [(t.Fraction(q["etaX"]), t.Fraction(q["etaY"])),
                            (t._fractions(q["noiseX"]), t._fractions(q["noiseY"]))]
              reply = {k: a.astype(float).tolist() for k, a in zip(names.split(), of(*given))}
          else:
              reply = {"unsupported": True}
          print(json.dumps({"id": q["id"], **reply}), flush=True)
      """;

  @TempDir private Path directory;

  @BeforeEach
  void needsNumPy() {
    assumeTrue(TranscriptsTest.hasNumPy(), "SKIPPED: python3 with NumPy is not here");
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
    Process process =
        new ProcessBuilder("python3", file.toString(), FOLDER.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    List<String> lines = out.lines().toList();
    for (int i = 0; i < counts.length; i++) {
      double due = LawTail.binomial(counts[i][0], counts[i][1], counts[i][2]);
      // Both sum two terms of up to n, each rounded a few times.
      assertEquals(due, Double.parseDouble(lines.get(i)), counts[i][0] * 0x1p-50, lines.get(i));
    }
  }
}
