// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.JavaProgram;
import org.noisygd.OtherProgram;
import org.noisygd.report.ResultFile;

/**
 * Cross-check: golden traces have the same bits with the JIT off, and under another Java where the
 * environment variable {@code NOISYGD_OTHER_JAVA} names its executable.
 */
class SameBitsTest {
  private static final int ALL = 100;

  @Tag("slow")
  @Test
  void twoStartWindows_jitOff_haveTheCheckedInBits() throws IOException, InterruptedException {
    assertCheckedIn(run(JavaProgram.JAVA, "-Xint", 2), 5);
  }

  @Tag("exhaustive")
  @Test
  void startWindows_jitOff_haveTheCheckedInBits() throws IOException, InterruptedException {
    assertCheckedIn(run(JavaProgram.JAVA, "-Xint", ALL), 20);
  }

  @Test
  void startWindows_otherJava_haveTheCheckedInBits() throws IOException, InterruptedException {
    String java = System.getenv("NOISYGD_OTHER_JAVA");
    Assumptions.assumeTrue(java != null, "NOISYGD_OTHER_JAVA names no other java");
    assertCheckedIn(run(java, "-Xint", ALL), 20);
    assertCheckedIn(run(java, "-Xcomp", ALL), 20);
  }

  private static Map<String, String> run(String java, String mode, int experiments)
      throws IOException, InterruptedException {
    String text =
        OtherProgram.output(
            new ProcessBuilder(
                java,
                mode,
                "-cp",
                System.getProperty("java.class.path"),
                StartWindows.class.getName(),
                "" + experiments));
    Map<String, String> digests = new TreeMap<>();
    text.lines().forEach(line -> digests.put(line.split(" ")[0], line.split(" ")[1]));
    return digests;
  }

  private static void assertCheckedIn(Map<String, String> digests, int least) throws IOException {
    Map<String, String> checkedIn = new TreeMap<>();
    for (String path : new ArrayList<>(digests.keySet())) {
      checkedIn.put(path, ResultFile.sha256(Files.readAllBytes(Path.of("golden").resolve(path))));
    }
    assertTrue(digests.size() >= least, "only " + digests.size() + " windows were made");
    assertEquals(checkedIn, digests);
  }
}
