// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.io.InputFile;
import org.noisygd.io.Meter;
import org.noisygd.io.json.JsonText;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.report.ResultTable;
import org.noisygd.study.precision.DriftStudy;

/**
 * The folder of a sweep's results. One process at a time holds it and computes the missing cells:
 *
 * <pre>
 *   specification.json    the specification in canonical form, its digest, the program's version
 *   cells/000000.csv      one file per finished cell, see {@link CellFile}
 *   results.csv, ...      written when all cells are finished
 *   lock                  held while a process works here; the system frees it when the process ends
 * </pre>
 *
 * <p>Each file is written under a temporary name and then renamed atomically, so a file is complete
 * or absent whenever the process ends. The next process overwrites temporary files.
 */
public final class ResultsFolder implements AutoCloseable {
  private static final String SPECIFICATION = "specification.json";
  private static final String LOCK = "lock";
  private static final String DRAFT = ".draft";

  private final Path directory;
  private final Specification specification;
  private final FileChannel lock;
  private Map<Integer, ResultTable> finished = Map.of();

  private ResultsFolder(Path directory, Specification specification, FileChannel lock) {
    this.directory = directory;
    this.specification = specification;
    this.lock = lock;
  }

  /**
   * Opens the folder, which is created if missing.
   *
   * @param version the program's version; one folder holds the results of one version
   * @throws IllegalArgumentException if it belongs to another sweep, is in use, holds other files,
   *     or is damaged
   */
  public static ResultsFolder open(Path directory, Specification specification, String version)
      throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--out must name a directory that exists or can be made, got " + directory, e);
    }
    Path begun = directory.resolve(SPECIFICATION);
    if (!Files.exists(begun)) {
      requireEmpty(directory);
    }
    FileChannel lock =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    ResultsFolder folder = new ResultsFolder(directory, specification, lock);
    boolean opened = false;
    try {
      folder.acquire();
      Files.createDirectories(directory.resolve("cells"));
      String description = folder.description(version);
      if (Files.exists(begun)) {
        Require.that(
            InputFile.text(begun).equals(description),
            "--out",
            "name results of this specification and version",
            directory + " of another; name another directory, or remove this one");
      } else {
        folder.write(SPECIFICATION, description);
      }
      folder.finished = folder.read();
      opened = true;
      return folder;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> foreign =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !Set.of(LOCK, "cells", SPECIFICATION + DRAFT).contains(name))
              .sorted()
              .toList();
      Require.that(
          foreign.isEmpty(),
          "--out",
          "name an empty directory or one of this sweep's results",
          directory + " with " + String.join(", ", foreign));
    }
  }

  private void acquire() throws IOException {
    @Nullable FileLock held = null;
    try {
      held = lock.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process holds the lock already; refused below.
    }
    Require.that(held != null, "--out", "name a directory that no other run uses", directory);
  }

  private String description(String version) {
    return "{\"digest\":\""
        + specification.digest()
        + "\",\n\"version\":"
        + JsonText.quote(version)
        + ",\n\"specification\":"
        + specification.canonical()
        + "}\n";
  }

  private static String fileName(int cell) {
    return Text.format("cells/%06d.csv", cell);
  }

  /** The rows of the finished cells, by their numbers. */
  private Map<Integer, ResultTable> read() throws IOException {
    Map<Integer, ResultTable> read = new TreeMap<>();
    for (int cell = 0; cell < specification.cells(); cell++) {
      Path file = directory.resolve(fileName(cell));
      if (Files.exists(file)) {
        try {
          read.put(cell, CellFile.read(specification, cell, InputFile.text(file)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "results must be as they were written, got "
                  + file
                  + " damaged: "
                  + e.getMessage()
                  + "; remove it to have it made again",
              e);
        }
      }
    }
    return read;
  }

  /** The cells that were missing when the folder was opened. */
  public List<Integer> missing() {
    return IntStream.range(0, specification.cells())
        .filter(cell -> !finished.containsKey(cell))
        .boxed()
        .toList();
  }

  /**
   * Computes the missing cells, writes each as soon as it is finished, and returns all results.
   *
   * @param progress the receiver of a line after each cell
   * @return the rows in the order of the points
   */
  public ResultTable run(CellEngine engine, Consumer<String> progress) throws IOException {
    double[] work = new double[specification.cells()];
    missing().forEach(cell -> work[cell] = work(cell));
    List<Integer> largestFirst =
        missing().stream().sorted(Comparator.comparingDouble(cell -> -work[cell])).toList();
    if (!largestFirst.isEmpty()) {
      Meter meter = new Meter(Arrays.stream(work).sum(), progress);
      AtomicInteger done = new AtomicInteger();
      engine.compute(
          specification,
          largestFirst,
          (cell, text) -> {
            CellFile.read(specification, cell, text);
            write(fileName(cell), text);
            meter.finished(
                work[cell],
                Text.format(
                    "%,d of %s", done.incrementAndGet(), Text.count(largestFirst.size(), "cell")));
          });
    }
    ResultTable table = together(specification, read());
    write("results.csv", table.csv());
    return table;
  }

  /** The number of updates of a cell times their entries, which is proportional to its time. */
  private double work(int cell) {
    DriftStudy study = CellStudy.of(specification, cell);
    Experiment setting = study.runs().setting();
    return (double) study.runs().replicates()
        * study.runs().steps()
        * (1 + study.subjects().size())
        * setting.d1()
        * setting.d2()
        * setting.r();
  }

  /** Writes a file of the folder atomically. */
  public void write(String name, String text) throws IOException {
    Path draft = directory.resolve(name + DRAFT);
    Files.writeString(
        draft,
        text,
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(
        draft,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The rows of the given cells, in the order of the points. */
  static ResultTable together(Specification specification, Map<Integer, ResultTable> cells) {
    Map<Long, List<@Nullable Object>> rows = new TreeMap<>();
    for (ResultTable cell : cells.values()) {
      for (int r = 0; r < cell.size(); r++) {
        if (cell.row(r).get(0) instanceof Long point) {
          rows.put(point, cell.row(r));
        }
      }
    }
    ResultTable table = new ResultTable("", specification.columns());
    rows.values().forEach(table::add);
    return table;
  }

  /** The folder's path. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
