// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.SeedOption;
import org.noisygd.cli.option.StudyResults;
import org.noisygd.cli.option.ThreadsOption;
import org.noisygd.report.Terminal;
import org.noisygd.study.PaperReport;
import org.noisygd.study.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./verify.sh study paper}: the paper's figures and claims, run anew. */
@Command(
    name = "paper",
    description = {
      "Runs the experiments of the paper's Figures 1 to 6 anew, and further ones, such as Theorem 1's"
          + " event. Shows each claim beside our result.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 the study was made, whatever its result; 2 unusable command line.",
      "Example: ./verify.sh study paper --figure 2a --figure 2d --json result.json"
    })
final class PaperCommand implements Callable<Integer> {
  @Option(
      names = "--figure",
      paramLabel = "F",
      description =
          "all (the default), or a figure or a part; may be repeated: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> figures = new ArrayList<>();

  @Option(names = "--quick", description = "Make fewer repeats and updates: half a minute.")
  private boolean quick;

  @Option(names = "--replicates", paramLabel = "N", description = "Repeats (default: by part).")
  private @Nullable Integer replicates;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description =
          "Updates of each run (default: each part has its own number). Not for theorem1,"
              + " whose event ends a run.")
  private @Nullable Long steps;

  @Mixin private final SeedOption seed = new SeedOption();

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin private final StudyResults results = new StudyResults();

  /** The names for --figure. */
  static final class Names implements Iterable<String> {
    /** For picocli. */
    Names() {}

    @Override
    public java.util.Iterator<String> iterator() {
      return List.of(PaperParts.names()).iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    StudyOptions options =
        new StudyOptions(
            seed.value(),
            threads.count(),
            quick,
            replicates == null ? OptionalInt.empty() : OptionalInt.of(replicates),
            steps == null ? OptionalLong.empty() : OptionalLong.of(steps),
            line -> Terminal.current().showStudyProgress(System.err, line));
    return results.run(
        List.of(),
        List.of(),
        progress -> PaperParts.make(figures, options),
        PaperReport::of,
        sections -> PaperReport.json(sections, options),
        PaperReport.SENTENCE);
  }
}
