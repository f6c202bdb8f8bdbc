// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisygd.cli.option.SeedOption;
import org.noisygd.cli.option.StudyResults;
import org.noisygd.cli.option.ThreadsOption;
import org.noisygd.study.literature.LiteratureReport;
import org.noisygd.study.literature.LiteratureStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private final SeedOption seed = new SeedOption();

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin private final StudyResults results = new StudyResults();

  @Override
  public Integer call() throws IOException {
    int count = threads.count();
    return results.run(
        List.of(),
        List.of(LiteratureReport.TABLE),
        progress -> new LiteratureStudy(seed.value()).run(count, progress),
        LiteratureReport::of,
        LiteratureReport::json,
        "The same command gives the same numbers.");
  }
}
