// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers: the Coq sources hold the numbers of the traces, all of them, and exactly. */
class GoldenTheoremsTest {
  private static final Path GOLDEN = Path.of("golden");

  @TempDir private Path folder;

  private Path trace(String name, String... lines) throws IOException {
    Path traces = Files.createDirectories(folder.resolve("traces"));
    return Files.writeString(traces.resolve(name), String.join("\n", lines) + "\n");
  }

  @Test
  void of_everyBinary64Trace_hasASourceAndAPlaceInTheTheorem() throws IOException {
    SortedMap<String, String> sources = GoldenTheorems.of(GOLDEN);
    try (Stream<Path> files = Files.list(GOLDEN.resolve("traces"))) {
      long traces = files.filter(f -> f.toString().contains("-binary64-")).count();
      assertTrue(traces > 0);
      assertEquals(traces + 1, sources.size());
    }
    String all = sources.get("Traces.v");
    for (String source : sources.keySet()) {
      if (!source.equals("Traces.v")) {
        assertTrue(all.contains(source.replace(".v", ".same")), source);
        assertTrue(all.contains(source.replace(".v", ".near")), source);
        assertTrue(all.contains(source.replace(".v", ".it")), source);
      }
    }
  }

  @Test
  void of_numbers_areWrittenAsHexadecimalLiteralsOfTheSameDoubles() throws IOException {
    trace(
        "a-binary64-start.jsonl",
        "{\"trace\":1,\"form\":\"gram\",\"etaX\":0.1,\"etaY\":0.25,\"M\":[[-3.0]]}",
        "{\"t\":0,\"X\":[[1.5]],\"Y\":[[4.9E-324]],\"noiseX\":[[-0.0]],\"noiseY\":[[1e300]]}",
        "{\"t\":1,\"X\":[[2]],\"Y\":[[0.0]]}");
    String source = GoldenTheorems.of(folder).get("AStart.v");
    // Known answers: 0.1 is 0x1999999999999a 2^-56, the least double 2^-1074.
    assertTrue(source.contains("0x1.999999999999ap-4 0x1.0p-2 Gram"), source);
    assertTrue(source.contains("[[(-0x1.8p1)]]"), source);
    assertTrue(source.contains("([[0x1.8p0]], [[0x0.0000000000001p-1022]])"), source);
    assertTrue(source.contains("Some ([[(-0x0.0p0)]], [[0x1.7e43c8800759cp996]])"), source);
    assertTrue(source.contains("[([[0x1.0p1]], [[0x0.0p0]])]."), source);
  }

  @Test
  void of_stateWithoutNoise_isAnUpdateWithoutNoise() throws IOException {
    trace(
        "a-binary64-start.jsonl",
        "{\"trace\":1,\"form\":\"residual\",\"etaX\":1,\"etaY\":1,\"M\":[[1]]}",
        "{\"t\":0,\"X\":[[1]],\"Y\":[[1]]}",
        "{\"t\":1,\"X\":[[1]],\"Y\":[[1]]}");
    assertTrue(GoldenTheorems.of(folder).get("AStart.v").contains("  [None]\n"));
  }

  @Test
  void of_unusableTraces_areNamed() throws IOException {
    Files.createDirectories(folder.resolve("traces"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> GoldenTheorems.of(folder))
            .getMessage()
            .startsWith("golden must hold binary64 traces, got none"));
    trace("a-binary64-x.jsonl", "{\"trace\":1}");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> GoldenTheorems.of(folder))
            .getMessage()
            .startsWith("a trace must have a header and a state, got 1 lines"));
    trace("a-binary64-x.jsonl", "{\"trace\":1,\"form\":\"residual\",\"etaX\":1}", "{\"t\":0}");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> GoldenTheorems.of(folder))
            .getMessage()
            .startsWith("a golden trace must have M, got none"));
  }
}
