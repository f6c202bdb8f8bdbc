// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Commands and options of earlier versions, each with a line on what to use instead. */
final class FormerCommands {
  /**
   * A command, or an option of one.
   *
   * @param words as it was called
   * @param instead what to use now
   */
  private record Former(String words, String instead) {
    /** Whether arguments begin with the command, and hold the option if it is one. */
    boolean isCalledBy(List<String> arguments) {
      List<String> command = Arrays.stream(words.split(" ")).filter(w -> !isOption(w)).toList();
      return arguments.size() >= command.size()
          && arguments.subList(0, command.size()).equals(command)
          && Arrays.stream(words.split(" "))
              .filter(Former::isOption)
              .allMatch(o -> arguments.stream().anyMatch(a -> a.split("=", 2)[0].equals(o)));
    }

    private static boolean isOption(String word) {
      return word.startsWith("-");
    }
  }

  private static final String MAP =
      "use study sweep proofs-notes/sweeps/dead-zone.json, a sweep of the same grid";

  private static final String DISTANCES =
      "use study precision drift, whose significant bits say how far runs come apart";

  private static final List<Former> ALL =
      List.of(
          new Former(
              "docs",
              "mkdocs build -f .github/mkdocs.yml writes the notes as pages, mvn javadoc:javadoc the API"),
          new Former(
              "study literature",
              "proofs-notes/formats.md has its findings, and LiteratureTest holds them"),
          new Former(
              "study forecast --check",
              "proofs-notes/formats.md has its table, and ForecastCheckTest makes it"),
          new Former("study forecast --seed", "leave it out: a forecast draws no random numbers"),
          new Former("study forecast --threads", "leave it out: a forecast takes no time"),
          new Former("study sweep --estimate", "run it: after one cell it says how long it takes"),
          new Former("study precision --map", MAP),
          new Former("study precision map", MAP),
          new Former("study precision --distances", DISTANCES),
          new Former("study precision distances", DISTANCES));

  private FormerCommands() {}

  /** A line on what to use instead; empty if the arguments call no former command. */
  static Optional<String> instead(String... arguments) {
    return ALL.stream()
        .filter(one -> one.isCalledBy(List.of(arguments)))
        .findFirst()
        .map(one -> "no longer has " + one.words() + ": " + one.instead());
  }
}
