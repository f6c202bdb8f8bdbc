// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.cli.option.ThreadsOption;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.ResultFile;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.ResultTable;
import org.noisygd.report.Terminal;
import org.noisygd.study.sweep.CellEngine;
import org.noisygd.study.sweep.ResultsFolder;
import org.noisygd.study.sweep.Specification;
import org.noisygd.study.sweep.SpecificationReader;
import org.noisygd.study.sweep.SweepReport;
import org.noisygd.study.sweep.ThreadEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./verify.sh study sweep}: a precision study at every point of a grid. */
@Command(
    name = "sweep",
    description = {
      "Makes the study of the drift at every point of a grid. It runs in this process or on Apache"
          + " Spark and gives the same bytes on both. It writes each finished cell at once, so that"
          + " a stopped run can be continued.",
      ""
    },
    footer = {
      "",
      "proofs-notes/sweeps.md describes the specification, the files, and how to run on a cluster.",
      "Exit status: 0 the sweep is complete; 2 unusable input or command line; 3 it could not be"
          + " completed.",
      "Example: ./verify.sh study sweep proofs-notes/sweeps/example.json --out example-results"
    })
final class SweepCommand implements Callable<Integer> {
  private static final String IN_PROCESS = "in-process";
  private static final String SPARK = "spark";

  @Parameters(paramLabel = "SPEC.json", description = "The specification, one JSON object.")
  private Path file = Path.of("");

  @Option(names = "--out", paramLabel = "DIR", description = "The folder (default: SPEC-results).")
  private @Nullable Path out;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Option(names = "--engine", paramLabel = "NAME", description = "in-process (default) or spark.")
  private String engine = IN_PROCESS;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "With --engine spark: the cluster, spark://HOST:PORT, k8s://... or local[*] (the"
              + " default).")
  private @Nullable String master;

  @Option(names = "--conf", paramLabel = "KEY=VALUE", description = "Spark setting; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Mixin private final ResultOptions json = new ResultOptions();

  private Path directory() {
    @Nullable Path given = out;
    if (given != null) {
      return given;
    }
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.replaceFirst("\\.json$", "") + "-results");
  }

  /** Refuses inconsistent options, before any work and any file. */
  private void requireConsistent() {
    Require.oneOf("--engine", List.of(IN_PROCESS, SPARK), engine);
    boolean named = out != null || !file.equals(ResultFile.STANDARD_OUTPUT);
    Require.that(named, "--out", "be given with a specification from standard input", "none");
    boolean spark = SPARK.equals(engine);
    Require.that(spark || master == null, "--master", "be used with --engine spark", engine);
    Require.that(spark || settings.isEmpty(), "--conf", "be used with --engine spark", engine);
    Require.that(!spark || !threads.isGiven(), "--threads", "be for in-process runs", engine);
    threads.count();
  }

  private CellEngine engine() {
    if (engine.equals(IN_PROCESS)) {
      return new ThreadEngine(threads.count());
    }
    for (CellEngine.Provider provider : ServiceLoader.load(CellEngine.Provider.class)) {
      if (provider.name().equals(engine)) {
        return provider.open(master == null ? "" : master, settings);
      }
    }
    throw new IllegalArgumentException(
        "--engine spark must have Spark on the class path, got none; ./verify.sh builds it");
  }

  @Override
  public Integer call() throws IOException {
    requireConsistent();
    Specification specification = SpecificationReader.read(file);
    ResultFiles files = json.files(List.of(file));
    files.requireOutside(directory());
    try (CellEngine used = engine();
        ResultsFolder folder =
            ResultsFolder.open(directory(), specification, Provenance.thisVersion())) {
      String points = Text.count(specification.points(), "point");
      String cells = Text.count(specification.cells(), "cell");
      System.out.print(Text.format("Sweep %s: %s in %s.%n", specification.name(), points, cells));
      ResultTable table = run(specification, folder, used);
      draw(specification, folder, table);
      files.write(ResultOptions.JSON, () -> SweepReport.json(specification, table));
      files.close();
      return 0;
    }
  }

  private void draw(Specification specification, ResultsFolder folder, ResultTable table)
      throws IOException {
    Report drawn = SweepReport.of(specification, table);
    folder.write("report.html", drawn.page(json.provenance(), SweepReport.SENTENCE));
    for (Map.Entry<String, Supplier<String>> file : drawn.files().entrySet()) {
      folder.write(file.getKey(), file.getValue().get());
    }
  }

  private ResultTable run(Specification specification, ResultsFolder folder, CellEngine used)
      throws IOException {
    Terminal terminal = Terminal.current();
    int missing = folder.missing().size();
    String cells = Text.count(missing, "cell");
    if (missing > 0) {
      System.out.print(Text.format("%s to compute, %d at a time.%n", cells, used.parallelism()));
      System.out.flush();
    }
    ResultTable table = folder.run(used, terminal::showStudyProgress);
    terminal.showProgress("");
    folder.write("provenance.json", SweepReport.provenance(json.provenance(), used.describe()));
    System.out.print(
        Text.format(
            "%s computed, %,d already finished; %s in %s.%n",
            cells,
            specification.cells() - missing,
            Text.count(table.size(), "row"),
            folder.directory().resolve("results.csv")));
    return table;
  }
}
