// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.Invocation;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.cli.option.ThreadsOption;
import org.noisygd.report.Report;
import org.noisygd.report.ResultFile;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.literature.LiteratureReport;
import org.noisygd.study.literature.LiteratureStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./verify.sh study literature}: results of others, found again. */
@Command(
    name = "literature",
    description = {
      "Reproduces published results on rounding and noise, each beside a closed form: what"
          + " stochastic rounding does to Langevin dynamics, when noise outweighs a gradient, what"
          + " averaging removes, and where rounding to nearest stops.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 the study was made, whatever it found; 2 unusable command line.",
      "Example: ./verify.sh study literature --out DIR"
    })
final class LiteratureCommand implements Callable<Integer> {
  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "" + StudyOptions.DEFAULT_SEED,
      description = "The seed of the runs (default ${DEFAULT-VALUE}).")
  private long seed = StudyOptions.DEFAULT_SEED;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write report.html with a figure, and the numbers as CSV files, to DIR.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    int count = threads.count();
    ResultFiles files = new ResultFiles(List.of());
    @Nullable ResultFile jsonFile = files.add(json.file());
    @Nullable Path directory = out;
    Map<String, ResultFile> begun = new LinkedHashMap<>();
    if (directory != null) {
      for (String name : List.of(ResultFiles.PAGE, LiteratureReport.TABLE + ".csv")) {
        ResultFile file = ResultFile.in("--out", directory, name);
        files.add(file);
        begun.put(name, file);
      }
    }
    Terminal terminal = Terminal.current();
    LiteratureStudy.Result result =
        new LiteratureStudy(seed).run(count, line -> terminal.showStudyProgress(System.err, line));
    terminal.clearProgress(System.err);
    Report report = LiteratureReport.of(result);
    System.out.print(report.text(terminal));
    System.out.flush();
    files.write(jsonFile, () -> LiteratureReport.json(result));
    if (directory != null) {
      files.write(
          directory,
          begun,
          report,
          () ->
              report.page(Invocation.provenance(spec), "The same command gives the same numbers."),
          System.err::println);
    }
    files.close();
    return 0;
  }
}
