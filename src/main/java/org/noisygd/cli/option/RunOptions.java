// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Report;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.study.StudyOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of a study of runs: {@code --seed}, {@code --threads}, and the destinations of its
 * results, {@code --json}, {@code --quiet} and {@code --out}.
 */
public final class RunOptions {
  @Option(names = "--seed", paramLabel = "S", description = "The seed (default ${DEFAULT-VALUE}).")
  private long seed = StudyOptions.DEFAULT_SEED;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Also write to DIR: report.html, a page with figures; the numbers as CSV files; and each"
              + " figure as SVG with its data as CSV.")
  private @Nullable Path out;

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** The number of threads, as {@link ThreadsOption#count}. */
  public int threads() {
    return threads.count();
  }

  /**
   * Runs a study, prints its report and writes the requested files, the tables first. A file that
   * cannot be written is refused before the study runs.
   *
   * @param inputs files that must not be written
   * @param tables the names of the report's CSV files, without {@code .csv}
   * @param study the function that makes the result and reports its progress to the consumer
   * @param report the report of the result
   * @param text the result as JSON
   * @param sentence the sentence about the command, on the page
   * @return the exit status
   */
  public <T> Integer run(
      List<Path> inputs,
      List<String> tables,
      Function<Consumer<String>, T> study,
      Function<T, Report> report,
      Function<T, String> text,
      String sentence)
      throws IOException {
    ResultFiles files = json.files(inputs);
    @Nullable Path directory = out;
    if (directory != null) {
      requireOwn(directory.resolve(ResultFiles.PAGE));
      files.addIn(directory, ResultFiles.PAGE);
      tables.forEach(table -> files.addIn(directory, table + ".csv"));
    }
    Terminal terminal = Terminal.current();
    T found = study.apply(terminal::showStudyProgress);
    Report shown = report.apply(found);
    shown.print(terminal);
    files.write(ResultOptions.JSON, () -> text.apply(found));
    if (directory != null) {
      Supplier<String> page = () -> shown.page(json.provenance(), sentence);
      files.write(directory, shown, page, System.err::println);
    }
    files.close();
    return 0;
  }

  /** Refuses to overwrite the results of another command; the same command gives equal results. */
  private void requireOwn(Path page) throws IOException {
    if (Files.isRegularFile(page) && !json.provenance().isOf(Files.readString(page, UTF_8))) {
      throw new IllegalArgumentException(
          "--out must name a folder without another command's results, got one with " + page);
    }
  }
}
