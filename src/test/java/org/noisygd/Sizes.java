// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How large files and packages may be. */
final class Sizes {
  static final int MOST_LINES = 400;

  /** The package documentation apart. */
  static final int MOST_FILES = 20;

  private Sizes() {}

  /** The files with too many lines and the folders with too many files, relative to the sources. */
  static Set<String> tooLarge(Path sources) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(sources)) {
      files = found.filter(file -> file.toString().endsWith(".java")).toList();
    }
    Set<String> tooLarge = new TreeSet<>();
    for (Path file : files) {
      if (Files.readAllLines(file).size() > MOST_LINES) {
        tooLarge.add(sources.relativize(file).toString());
      }
    }
    Map<Path, Long> counts =
        files.stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
    counts.forEach(
        (folder, count) -> {
          if (count > MOST_FILES) {
            tooLarge.add(sources.relativize(folder).toString());
          }
        });
    return tooLarge;
  }
}
