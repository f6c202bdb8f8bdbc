// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Cross-check: golden traces have the same bits with the JIT off, and under another Java where the
 * environment variable {@code NOISYGD_OTHER_JAVA} names its executable.
 */
class SameBitsTest {
  @Test
  void startWindows_jitOff_haveTheCheckedInBits() throws IOException, InterruptedException {
    assertCheckedIn(
        run(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xint"));
  }

  @Test
  void startWindows_otherJava_haveTheCheckedInBits() throws IOException, InterruptedException {
    String java = System.getenv("NOISYGD_OTHER_JAVA");
    Assumptions.assumeTrue(java != null, "NOISYGD_OTHER_JAVA names no other java");
    assertCheckedIn(run(java, "-Xint"));
    assertCheckedIn(run(java, "-Xcomp"));
  }

  private static Map<String, String> run(String java, String mode)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("digests", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              java,
              mode,
              "-cp",
              System.getProperty("java.class.path"),
              StartWindows.class.getName());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      int status = builder.start().waitFor();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      assertEquals(0, status, java + " " + mode + ": " + text);
      Map<String, String> digests = new TreeMap<>();
      text.lines().forEach(line -> digests.put(line.split(" ")[0], line.split(" ")[1]));
      return digests;
    } finally {
      Files.delete(output);
    }
  }

  private static void assertCheckedIn(Map<String, String> digests) throws IOException {
    Map<String, String> checkedIn = new TreeMap<>();
    for (String path : new ArrayList<>(digests.keySet())) {
      checkedIn.put(path, GoldenSet.sha256(Files.readAllBytes(Path.of("golden").resolve(path))));
    }
    assertTrue(digests.size() >= 20, "only " + digests.size() + " windows were made");
    assertEquals(checkedIn, digests);
  }
}
