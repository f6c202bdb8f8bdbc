// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.report.ResultTable;
import org.noisygd.report.json.InputFile;
import org.noisygd.report.json.JsonText;

/**
 * The folder of a sweep's results, held by one process at a time:
 *
 * <pre>
 *   specification.json    the specification in canonical form, its digest, the program's version
 *   cells/000000.csv      one file a finished cell, see {@link CellFile}
 *   results.csv, ...      written when all cells are there
 *   lock                  held while a process works here; the system frees it when that ends
 * </pre>
 *
 * <p>Each file is written as a draft next to its place, forced to the disk and moved there in one
 * operation: whenever the process ends, a file is whole or absent. The next process removes the
 * drafts of a killed one.
 */
public final class ResultsFolder implements AutoCloseable {
  private static final String SPECIFICATION = "specification.json";
  private static final String CELLS = "cells";
  private static final String LOCK = "lock";
  private static final String DRAFT = ".draft";
  private static final Pattern CELL = Pattern.compile("[0-9]{6,9}\\.csv");

  private final Path directory;
  private final Specification specification;
  private final FileChannel lock;

  private ResultsFolder(Path directory, Specification specification, FileChannel lock) {
    this.directory = directory;
    this.specification = specification;
    this.lock = lock;
  }

  /**
   * Opens the folder, which is made if it is missing.
   *
   * @param version of the program: one folder holds the results of one version
   * @throws IllegalArgumentException one line, if it belongs to another sweep, is in use, or is not
   *     of results
   */
  public static ResultsFolder open(Path directory, Specification specification, String version)
      throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--out must name a directory that exists or can be made, got " + directory, e);
    }
    if (!isBegun(directory)) {
      requireEmpty(directory);
    }
    FileChannel lock =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    ResultsFolder folder = new ResultsFolder(directory, specification, lock);
    boolean opened = false;
    try {
      folder.acquire();
      folder.removeDrafts(directory);
      Files.createDirectories(directory.resolve(CELLS));
      folder.removeDrafts(directory.resolve(CELLS));
      if (isBegun(directory)) {
        folder.requireSame(version);
      } else {
        folder.write(SPECIFICATION, folder.description(version));
      }
      opened = true;
      return folder;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Whether a directory holds results, complete or not. */
  public static boolean isBegun(Path directory) {
    return Files.exists(directory.resolve(SPECIFICATION));
  }

  private static void requireEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> foreign =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !Set.of(LOCK, CELLS).contains(name) && !name.endsWith(DRAFT))
              .sorted()
              .toList();
      Require.that(
          foreign.isEmpty(),
          "--out",
          "name an empty directory or one of this sweep's results",
          directory + " with " + String.join(", ", foreign));
    }
    Path cells = directory.resolve(CELLS);
    if (Files.isDirectory(cells)) {
      try (Stream<Path> files = Files.list(cells)) {
        Require.that(
            files.findAny().isEmpty(),
            "results",
            "have a " + SPECIFICATION,
            directory + " without");
      }
    }
  }

  private void acquire() throws IOException {
    @Nullable FileLock held = null;
    try {
      held = lock.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process holds it; the check below says so.
    }
    Require.that(held != null, "--out", "name a directory that no other run uses", directory);
  }

  private void removeDrafts(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      for (Path file : files.filter(f -> f.toString().endsWith(DRAFT)).toList()) {
        Files.delete(file);
      }
    }
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

  private void requireSame(String version) throws IOException {
    String found = InputFile.text(directory.resolve(SPECIFICATION));
    if (found.equals(description(version))) {
      return;
    }
    JsonNode theirs;
    JsonNode ours;
    try {
      ours = new ObjectMapper().readTree(description(version));
      theirs = new ObjectMapper().readTree(found);
    } catch (JsonProcessingException e) {
      throw damaged(SPECIFICATION, "it is no JSON", e);
    }
    String difference = difference("", theirs, ours);
    throw new IllegalArgumentException(
        "--out must name results of this specification, got "
            + directory
            + " of another"
            + (difference.isEmpty() ? "" : ", which differs in " + difference)
            + "; name another directory, or remove this one");
  }

  /** The first field in which two objects differ. */
  private static String difference(String path, JsonNode one, JsonNode other) {
    for (Iterator<String> names = other.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode a = one.path(name);
      JsonNode b = other.path(name);
      String at = path.isEmpty() ? name : path + "." + name;
      if (!a.equals(b) && !name.equals("digest")) {
        String within = b.isObject() ? difference(at, a, b) : "";
        return within.isEmpty() ? at.replaceFirst("^specification\\.", "") : within;
      }
    }
    return path.replaceFirst("^specification\\.?", "");
  }

  private IllegalArgumentException damaged(String file, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "results must be as they were written, got "
            + directory.resolve(file)
            + " damaged: "
            + why
            + "; remove it to have it made again",
        cause);
  }

  private static String fileName(int cell) {
    return Text.format("%06d.csv", cell);
  }

  /**
   * The rows of every finished cell, by its number.
   *
   * @throws IllegalArgumentException one line, if a file there is damaged or does not belong there
   */
  public Map<Integer, ResultTable> finished() throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(directory.resolve(CELLS))) {
      files = list.sorted().toList();
    }
    Map<Integer, ResultTable> finished = new TreeMap<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      Matcher matcher = CELL.matcher(name);
      String path = CELLS + "/" + name;
      if (!matcher.matches()) {
        throw damaged(path, "no cell has such a file", null);
      }
      try {
        int cell = Integer.parseInt(name.replace(".csv", ""));
        Require.that(
            cell < specification.cells() && name.equals(fileName(cell)),
            "cell",
            "be in 0.." + (specification.cells() - 1),
            name);
        finished.put(cell, CellFile.read(specification, cell, InputFile.text(file)));
      } catch (IllegalArgumentException e) {
        throw damaged(path, String.valueOf(e.getMessage()), e);
      }
    }
    return finished;
  }

  /** Writes a finished cell. */
  void writeCell(int cell, String text) throws IOException {
    CellFile.read(specification, cell, text);
    write(CELLS + "/" + fileName(cell), text);
  }

  /** Writes a file of the folder, at once. */
  public void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Path draft = directory.resolve(name + DRAFT);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    @Nullable Path parent = file.getParent();
    if (parent != null) {
      forceDirectory(parent);
    }
  }

  /** Forces the move itself to the disk, if the system lets a directory be opened. */
  private static void forceDirectory(Path parent) {
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems refuse; the move is atomic all the same.
    }
  }

  /** All rows in the order of the points, if every cell is finished. */
  static ResultTable together(Specification specification, Map<Integer, ResultTable> cells) {
    Map<Long, List<@Nullable Object>> rows = new TreeMap<>();
    for (ResultTable cell : cells.values()) {
      for (int r = 0; r < cell.size(); r++) {
        if (cell.row(r).get(0) instanceof Long point) {
          rows.put(point, cell.row(r));
        }
      }
    }
    ResultTable table = new ResultTable(specification.columns());
    new ArrayList<>(rows.values()).forEach(table::add);
    return table;
  }

  /** Where the folder is. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
