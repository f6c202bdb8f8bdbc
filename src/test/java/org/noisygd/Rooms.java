// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The rooms of the main code, and the packages of each, in the order in which they build on each
 * other. The one list of them is the package documentation, which this class reads: an item is
 * {@code <li>{@code name}: what it is}.
 */
public final class Rooms {
  static final Path CLASSES = Path.of("target/classes");

  public static final Path SOURCES = Path.of("src/main/java/org/noisygd");

  private static final Pattern ITEM = Pattern.compile("<li>\\{@code (\\w+)\\}:");

  private final Map<String, List<String>> packages;

  private Rooms(Map<String, List<String>> packages) {
    this.packages = packages;
  }

  public static Rooms read() {
    Map<String, List<String>> packages = new LinkedHashMap<>();
    for (String room : items(SOURCES)) {
      packages.put(room, items(SOURCES.resolve(room)));
    }
    return new Rooms(packages);
  }

  private static List<String> items(Path folder) {
    return ITEM.matcher(documentation(folder))
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }

  private static String documentation(Path folder) {
    try {
      return Files.readString(folder.resolve("package-info.java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rooms; each imports only from those before it. */
  public List<String> rooms() {
    return List.copyOf(packages.keySet());
  }

  /** A room's packages; each imports only from those before it. */
  public List<String> packages(String room) {
    return packages.getOrDefault(room, List.of());
  }
}
