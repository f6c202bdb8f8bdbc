// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.ResultFile;
import org.noisygd.report.ResultFiles;

/** Where the results of a study go: the JSON file, and in a directory the page and the tables. */
final class StudyFiles {
  private final ResultFiles all;
  private final @Nullable ResultFile json;
  private final List<ResultFile> named = new ArrayList<>();

  /**
   * All are tried before any work.
   *
   * @param inputs what the study reads
   * @param directory null if none was asked for
   * @param names of the files in it
   */
  StudyFiles(List<Path> inputs, JsonOption json, @Nullable Path directory, List<String> names) {
    this.all = new ResultFiles(inputs);
    this.json = all.add(json.file());
    if (directory != null) {
      for (String name : names) {
        ResultFile file = ResultFile.in("--out", directory, name);
        all.add(file);
        named.add(file);
      }
    }
  }

  /**
   * Writes what was asked for.
   *
   * @param texts of the files in the directory, in the order of their names
   */
  void write(Supplier<String> jsonText, List<Supplier<String>> texts) throws IOException {
    all.write(json, jsonText);
    for (int k = 0; k < named.size(); k++) {
      all.write(named.get(k), texts.get(k));
    }
    all.close();
  }
}
