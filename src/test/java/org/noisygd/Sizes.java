// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How large files, the rooms of the main code and the tests may be. */
final class Sizes {
  static final int MOST_LINES = 400;

  /**
   * The lines that a folder may have with all below it. A figure may only fall: whatever comes in
   * pays by what it takes away.
   */
  static final Map<Path, Integer> BUDGETS =
      Map.ofEntries(
          Map.entry(Rooms.SOURCES.resolve("number"), 5_082),
          Map.entry(Rooms.SOURCES.resolve("descent"), 3_922),
          Map.entry(Rooms.SOURCES.resolve("theory"), 5_397),
          Map.entry(Rooms.SOURCES.resolve("io"), 1_795),
          Map.entry(Rooms.SOURCES.resolve("report"), 2_932),
          Map.entry(Rooms.SOURCES.resolve("judge"), 12_432),
          Map.entry(Rooms.SOURCES.resolve("explain"), 5_194),
          Map.entry(Rooms.SOURCES.resolve("verdict"), 2_758),
          Map.entry(Rooms.SOURCES.resolve("verify"), 5_965),
          Map.entry(Rooms.SOURCES.resolve("study"), 10_712),
          Map.entry(Rooms.SOURCES.resolve("bench"), 2_669),
          Map.entry(Rooms.SOURCES.resolve("cli"), 2_874),
          Map.entry(Path.of("src/test/java"), 30_983));

  /** The lines that all the rooms may have together. */
  static final int MAIN = 61_761;

  private Sizes() {}

  /** The files with too many lines, relative to the sources. */
  static Set<String> tooLong(Path sources) throws IOException {
    Set<String> tooLong = new TreeSet<>();
    for (Path file : files(sources)) {
      if (lines(file) > MOST_LINES) {
        tooLong.add(sources.relativize(file).toString());
      }
    }
    return tooLong;
  }

  /** What to do about each folder that is above its budget. */
  static Set<String> aboveBudget(Map<Path, Integer> budgets) throws IOException {
    Set<String> above = new TreeSet<>();
    for (Map.Entry<Path, Integer> budget : budgets.entrySet()) {
      int lines = 0;
      for (Path file : files(budget.getKey())) {
        lines += lines(file);
      }
      if (lines > budget.getValue()) {
        above.add(
            "%s has %,d lines, %,d are its budget: take something away first"
                .formatted(budget.getKey().getFileName(), lines, budget.getValue()));
      }
    }
    return above;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static int lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }
}
