// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.Invocation;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.cli.option.ThreadsOption;
import org.noisygd.report.Report;
import org.noisygd.report.ResultFile;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.study.PaperReport;
import org.noisygd.study.PaperSection;
import org.noisygd.study.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./verify.sh study paper}: the paper's figures and claims, run anew. */
@Command(
    name = "paper",
    description = {
      "Runs the experiments of the paper's Figures 1 to 6 anew, and further ones: Theorem 1's event, other"
          + " laws of the noise, other update rules. Shows what the paper says beside what is found.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 the study was made, whatever was found; 2 unusable command line.",
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

  @Option(
      names = "--quick",
      description = "Take some ten seconds: fewer repeats and updates where they would take long.")
  private boolean quick;

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description = "Repeats of each experiment (default: each part has its own number).")
  private @Nullable Integer replicates;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description =
          "Updates of each run (default: each part has its own number). Not for phases and theorem1,"
              + " whose test decides how long a run is.")
  private @Nullable Long steps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "" + StudyOptions.DEFAULT_SEED,
      description =
          "The seed of noise and starts (default ${DEFAULT-VALUE}). Figures 1 and 5 need none.")
  private long seed = StudyOptions.DEFAULT_SEED;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Also write report.html, with figures, and each figure as SVG and its data as CSV to DIR.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  /** The names that --figure takes. */
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
    Terminal terminal = Terminal.current();
    StudyOptions options =
        new StudyOptions(
            seed,
            threads.count(),
            quick,
            replicates == null ? OptionalInt.empty() : OptionalInt.of(replicates),
            steps == null ? OptionalLong.empty() : OptionalLong.of(steps),
            line -> terminal.showStudyProgress(System.err, line));
    ResultFiles files = new ResultFiles(List.of());
    @Nullable ResultFile jsonFile = files.add(json.file());
    @Nullable Path directory = out;
    @Nullable ResultFile page =
        files.add(directory == null ? null : ResultFile.in("--out", directory, ResultFiles.PAGE));
    List<PaperSection> sections = PaperParts.make(figures, options);
    Report report = PaperReport.of(sections);
    terminal.clearProgress(System.err);
    System.out.print(report.text(terminal));
    System.out.flush();
    files.write(jsonFile, () -> PaperReport.json(sections, options));
    if (directory != null && page != null) {
      files.write(
          directory,
          Map.of(ResultFiles.PAGE, page),
          report,
          () -> report.page(Invocation.provenance(spec), PaperReport.SENTENCE),
          System.err::println);
    }
    files.close();
    return 0;
  }
}
