// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.bench.workload.Problem;

/** Known answers: the conversation with a peer. */
class PeerProcessTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "-1.25e-3, -0.00125",
    "0x1.8p+1, 3",
    "-0x1p-2|0x1p-60, -0.249999999999999999132638262011596452794037759304046630859375",
    "-ff:-4, -15.9375",
    "3:2, 12",
    "0:0, 0"
  })
  void value_eachForm_isExact(String text, BigDecimal value) throws IOException {
    assertEquals(0, value.compareTo(PeerProcess.value(text)), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "-inf", "", "0xzz", "g:1", "1:x"})
  void value_noFiniteNumber_isRefused(String text) {
    assertThrows(IOException.class, () -> PeerProcess.value(text));
  }

  private PeerProcess peer(String script) throws IOException {
    return new PeerProcess(List.of("sh", "-c", script));
  }

  @Test
  void peer_rightReplies_areRead() throws IOException {
    String script = "read a; echo ok 2; read b; echo 250; read c; echo 1 0x1p-1";
    try (PeerProcess peer = peer(script)) {
      peer.open("v", Path.of("f"));
      assertEquals(2, peer.replicates());
      assertEquals(250, peer.run(7));
      assertEquals(List.of(BigDecimal.ONE, new BigDecimal("0.5")), List.of(peer.iterate(1)));
    }
  }

  @Test
  void peer_errorsAndItsEnd_areToldInWords() throws IOException {
    try (PeerProcess peer = peer("read a; echo no such variant; read b; echo soon")) {
      IOException no = assertThrows(IOException.class, () -> peer.open("v", Path.of("f")));
      assertEquals("such variant", no.getMessage());
      IOException word = assertThrows(IOException.class, () -> peer.run(1));
      assertEquals("reply must be a number, got soon", word.getMessage());
      IOException end = assertThrows(IOException.class, () -> peer.run(1));
      assertTrue(String.valueOf(end.getMessage()).contains("peer"), end.toString());
    }
  }

  @Test
  void problemFile_readBack_holdsTheProblem() throws IOException {
    Problem problem = new Problem("decimal:34", 2, 3, 2);
    Path file = new PeerBuild(directory).problemFile(problem);
    assertEquals(file, new PeerBuild(directory).problemFile(problem), "kept");
    List<String> lines = Files.readAllLines(file);
    assertEquals(1 + 3 + 2 * problem.slots(), lines.size());
    assertTrue(lines.get(0).startsWith("2 3 2 112 2 "), lines.get(0));
    BigDecimal[] m = problem.decimals(Problem.Part.M, 0);
    String[] words = lines.get(1).strip().split(" ", -1);
    assertEquals(m.length, words.length);
    for (int n = 0; n < m.length; n++) {
      assertEquals(0, m[n].compareTo(PeerProcess.value(words[n] + ":-112")));
    }
  }
}
