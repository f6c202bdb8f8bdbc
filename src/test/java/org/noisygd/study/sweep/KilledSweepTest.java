// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.JavaProgram;

/**
 * Property: a sweep that is killed at ten random moments and started again has the bytes of one
 * that is not, and what was written is not written again. Each run is a process of its own that is
 * given no chance to end well (SIGKILL).
 */
class KilledSweepTest {
  private static final long SEED = 8;
  private static final int KILLS = 10;

  private static final int CELLS = 150;

  /** Cells of some 10 ms, so that several are finished between two kills. */
  private static final String JSON =
      "{\"sweep\":\"killed\",\"fixed\":{\"replicates\":4,\"steps\":2000,\"reference\":\"binary64\","
          + "\"arithmetic\":\"binary:10\"},\"grid\":{\"seed\":"
          + IntStream.rangeClosed(1, CELLS).boxed().toList()
          + "}}";

  /** About the time of a cell: a kill may come while one is computed or while it is written. */
  private static final int MOST_MILLIS = 20;

  @TempDir private Path directory;

  private Process start(Path specification, Path out) throws IOException {
    List<String> command =
        JavaProgram.command(
            JavaProgram.BRIEF,
            "org.noisygd.cli.Main",
            "study",
            "sweep",
            specification.toString(),
            "--threads",
            "2",
            "--out",
            out.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output.txt").toFile())
        .start();
  }

  /** The file of each finished cell: written again it would be another. */
  private static Map<String, Object> identities(Path out) throws IOException {
    Map<String, Object> identities = new TreeMap<>();
    for (Path file : cells(out)) {
      BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
      identities.put(String.valueOf(file.getFileName()), a.fileKey() + " " + a.lastModifiedTime());
    }
    return identities;
  }

  private static List<Path> cells(Path out) throws IOException {
    Path cells = out.resolve("cells");
    if (!Files.isDirectory(cells)) {
      return List.of();
    }
    try (var files = Files.list(cells)) {
      return files.filter(f -> f.toString().endsWith(".csv")).toList();
    }
  }

  private static Map<String, String> contents(Path out) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("provenance.json") && !file.endsWith("report.html")) { // --out differs
          contents.put(
              out.relativize(file).toString(),
              Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  @Tag("slow")
  @Test
  void sweep_killedAtTenRandomMoments_hasTheSameBytesAndWritesNoCellTwice() throws Exception {
    Path specification = directory.resolve("killed.json");
    Files.writeString(specification, JSON);
    Path undisturbed = directory.resolve("undisturbed");
    Process process = start(specification, undisturbed);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it ends");
    String output = Files.readString(directory.resolve("output.txt"));
    assertEquals(0, process.exitValue(), output);

    Path killed = directory.resolve("killed");
    Random random = new Random(SEED);
    Map<String, Object> written = new TreeMap<>();
    List<Integer> moments =
        random.ints(1, CELLS / 2).distinct().limit(KILLS).sorted().boxed().toList();
    for (int moment : moments) {
      process = start(specification, killed);
      // Ended once so many cells are written, whatever the machine's pace, and a random moment on.
      while (process.isAlive() && cells(killed).size() < moment) {
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(MOST_MILLIS));
      assertTrue(process.isAlive(), () -> "it ended by itself after " + moment + " cells");
      process.destroyForcibly().waitFor();
      Map<String, Object> now = identities(killed);
      written.forEach((cell, identity) -> assertEquals(identity, now.get(cell), cell));
      written = now;
    }
    process = start(specification, killed);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it ends");
    assertEquals(0, process.exitValue(), Files.readString(directory.resolve("output.txt")));
    Map<String, Object> last = identities(killed);
    written.forEach((cell, identity) -> assertEquals(identity, last.get(cell), cell));
    assertEquals(contents(undisturbed), contents(killed));
  }
}
