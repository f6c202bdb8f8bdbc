// SPDX-License-Identifier: Apache-2.0
package org.noisygd.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.study.sweep.CellEngine;
import org.noisygd.study.sweep.ResultsFolder;
import org.noisygd.study.sweep.Specification;
import org.noisygd.study.sweep.SpecificationReader;
import org.noisygd.study.sweep.ThreadEngine;

/** Cross-checks: the same sweep in process and on Spark, byte by byte. */
class SparkSweepTest {
  /** Emulated, stochastic and wide arithmetics; cells of some tenths of a second. */
  private static final Specification SPECIFICATION =
      SpecificationReader.of(
          """
          {"sweep": "engines", "fixed": {"steps": 6000, "replicates": 8},
           "grid": {"sigma": [0.05, 0.1], "seed": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
                    "arithmetic": ["binary:10", "bfloat16/stochastic:8"]}}
          """,
          Path.of(""));

  @TempDir private static Path shared;

  private static Map<String, String> inProcess = Map.of();

  @TempDir private Path directory;

  /** Hands each cell on, and looks. */
  private record Watched(CellEngine engine, CellEngine.Finished before) implements CellEngine {
    @Override
    public String describe() {
      return engine.describe();
    }

    @Override
    public int parallelism() {
      return engine.parallelism();
    }

    @Override
    public void compute(Specification specification, List<Integer> cells, Finished finished)
        throws IOException {
      engine.compute(
          specification,
          cells,
          (cell, text) -> {
            finished.cell(cell, text);
            before.cell(cell, text);
          });
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  private static Map<String, String> sweep(Path out, CellEngine engine) throws IOException {
    try (engine;
        ResultsFolder folder = ResultsFolder.open(out, SPECIFICATION, "1")) {
      folder.run(engine, progress -> {});
    }
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            out.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  @BeforeAll
  static void sweepInProcess() throws IOException {
    inProcess = sweep(shared.resolve("in-process"), new ThreadEngine(2));
    assertEquals(20 + 3, inProcess.size(), "20 cells, the specification, the results and the lock");
  }

  /** On a cluster of loopback, with the jar that a user would run. */
  private static CellEngine spark(Cluster cluster) {
    return spark(
        cluster.url(),
        "spark.executor.memory=500m",
        "spark.jars=" + Cluster.HOME.resolve("noisygd.jar"));
  }

  private static CellEngine spark(String master, String... settings) {
    return new SparkProvider().open(master, List.of(settings));
  }

  @Test
  void sweep_onSparkLocal_hasTheSameBytes() throws IOException {
    assertEquals(inProcess, sweep(directory.resolve("out"), spark("local[2]")));
  }

  @Test
  void sweep_onAStandaloneCluster_hasTheSameBytes() throws Exception {
    try (Cluster cluster = Cluster.start(directory, 2)) {
      CellEngine engine = spark(cluster);
      assertEquals(inProcess, sweep(directory.resolve("out"), engine));
    }
  }

  @Test
  void sweep_whoseWorkerIsKilledInTheMiddle_hasTheSameBytes() throws Exception {
    try (Cluster cluster = Cluster.start(directory, 2)) {
      Map<Integer, Integer> seen = new ConcurrentHashMap<>();
      AtomicBoolean killed = new AtomicBoolean();
      CellEngine engine =
          new Watched(
              spark(cluster),
              (cell, text) -> {
                seen.merge(cell, 1, Integer::sum);
                if (seen.size() == 6 && killed.compareAndSet(false, true)) {
                  try {
                    cluster.kill(1);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }
              });
      assertEquals(inProcess, sweep(directory.resolve("out"), engine));
      assertTrue(killed.get(), "a worker was ended");
      assertTrue(seen.values().stream().allMatch(times -> times == 1), seen::toString);
      assertEquals(20, seen.size());
    }
  }

  @Test
  void failure_toWrite_endsTheJobAndIsReported() {
    IOException disk = new IOException("disk full");
    try (CellEngine engine = spark("local[2]")) {
      IOException thrown =
          assertThrows(
              IOException.class,
              () ->
                  engine.compute(
                      SPECIFICATION,
                      List.of(0, 1),
                      (cell, text) -> {
                        throw disk;
                      }));
      assertEquals(disk, thrown);
    }
  }

  @Test
  void master_thatIsNone_isRefusedInOneLine() {
    for (String master : List.of("spark://127.0.0.1:1", "nonsense", "local[many]")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> spark(master), master);
      assertTrue(e.getMessage().startsWith("--master"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count());
    }
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> spark("local", "cores=2"));
    assertEquals("--conf must be spark.KEY=VALUE, got cores=2", e.getMessage());
  }
}
