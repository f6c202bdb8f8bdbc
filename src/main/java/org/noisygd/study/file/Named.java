// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.noisygd.report.json.FormatException;

/**
 * A file, and what is meant in it.
 *
 * @param name of an array or a layer; empty where none is given
 */
record Named(Path file, String name) {
  /** The names that a message shows. */
  private static final int SHOWN = 5;

  /**
   * What a path FILE or FILE:NAME means. As a file's name may have colons too, the longest
   * beginning that is a file counts.
   */
  static Named in(Path path) {
    String all = path.toString();
    for (int at = all.lastIndexOf(':');
        at > 0 && !Files.exists(path);
        at = all.lastIndexOf(':', at - 1)) {
      Path file = Path.of(all.substring(0, at));
      if (Files.isRegularFile(file)) {
        return new Named(file, all.substring(at + 1));
      }
    }
    return new Named(path, "");
  }

  /** What stands behind the last point of the file's name, in lower case. */
  String extension() {
    String called = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return called.substring(called.lastIndexOf('.') + 1);
  }

  /** A complaint about a name that is not in a file, or that lacks, with those that are. */
  static FormatException oneOf(Path file, String name, Collection<? extends String> names) {
    String some = names.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "));
    String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
    return new Place(file.toString())
        .must(
            "be given with a name that it holds, FILE:NAME",
            (name.isEmpty() ? "no name" : name)
                + "; it holds "
                + (names.isEmpty() ? "none" : some + more));
  }
}
