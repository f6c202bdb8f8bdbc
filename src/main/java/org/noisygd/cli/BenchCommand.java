// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.BenchmarkGroup;
import org.noisygd.bench.BenchmarkReport;
import org.noisygd.bench.Result;
import org.noisygd.bench.Suite;
import org.noisygd.bench.peer.Peers;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.number.Require;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./verify.sh bench}: the cost of an update. */
@Command(
    name = "bench",
    description = {
      "Times perturbed updates in double and in more digits. Compares each implementation with the"
          + " reference before it times it, and times all of them in every round. By default it"
          + " times a selection, in two minutes.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 every implementation agrees with the reference; 1 one disagrees or failed;"
          + " 2 unusable command line.",
      "Example: ./verify.sh bench --only step,digits --out ."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String PAGE = "benchmarks.html";

  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(names = "--out", paramLabel = "DIR", description = "Also write benchmarks.html to DIR.")
  private @Nullable Path out;

  @Option(
      names = "--only",
      paramLabel = "GROUP",
      split = ",",
      description = "Time only these groups, each in full: step, rank, size, replicates, digits.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds (default ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--peers",
      description =
          "Build and time NumPy, Eigen, FLINT, MPFR, QD, mpmath, EJML, Commons Math and Apfloat too;"
              + " those that cannot be built are named.")
  private boolean peers;

  @Option(names = "--quick", description = "Run for seconds only, as a test of the benchmark.")
  private boolean quick;

  @Override
  public Integer call() throws IOException {
    Require.that(rounds >= 1 && rounds <= 1000, "--rounds", "be in 1..1000", rounds);
    Set<BenchmarkGroup> groups = EnumSet.noneOf(BenchmarkGroup.class);
    only.forEach(word -> groups.add(BenchmarkGroup.named(word)));
    Suite.Extent extent =
        quick
            ? Suite.Extent.QUICK
            : groups.isEmpty() && !peers ? Suite.Extent.SELECTION : Suite.Extent.WHOLE;
    if (groups.isEmpty()) {
      groups.addAll(EnumSet.allOf(BenchmarkGroup.class));
    }
    ResultFiles files = json.files(List.of()).addIn(out, PAGE);
    Provenance provenance = json.provenance();
    Terminal terminal = Terminal.current();
    Consumer<String> progress = terminal::showProgress;
    Peers others = peers ? Peers.build(CheckRunner.home(), progress) : Peers.none();
    Result result =
        new Suite(groups, extent, quick ? Math.min(rounds, 3) : rounds, others, progress).run();
    Report report = BenchmarkReport.of(result);
    if (quick) {
      report.paragraph("Quick: this only shows that everything works; do not quote the times.");
    }
    report.print(terminal);
    files.write(ResultOptions.JSON, () -> BenchmarkReport.json(result, provenance));
    files.write(PAGE, () -> report.page(provenance, "Times differ from run to run."));
    files.close();
    return result.hasFailures() ? 1 : 0;
  }
}
