// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisygd.study.formats.FormatReport;
import org.noisygd.study.formats.FormatStudy;
import org.noisygd.study.twin.VerdictRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code formats}: what the formats and methods that people train with do. */
@Command(
    name = "formats",
    description = {
      "Measures what each place that rounds does to the drift, to the settled spread and to small"
          + " updates: stores of the iterate, block formats with their scales, the sums of tensor"
          + " cores, and what momentum, weight decay, averages and summed gradients keep."
          + " Unless told otherwise it takes 38 places in a problem of 32 x 32, rank 2, in 32"
          + " replicates of 3000 updates from an unbalanced start and about 10,000 from the optimum.",
      ""
    },
    footer = {
      "",
      PrecisionOptions.ARITHMETIC
          + " In formats an ARITHMETIC may also be momentum:B/FORMAT, decay:L/FORMAT, average:A/FORMAT"
          + " or gradients:N/FORMAT: what that method keeps is stored in FORMAT. B is the weight of the"
          + " old momentum, L the weight decay, A the weight of the new iterate, N the number of"
          + " gradients in an update.",
      PrecisionOptions.STATUS,
      "Example: ./verify.sh study precision formats --arithmetic bfloat16 --arithmetic mxfp4/floor"
    })
final class FormatsCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Mixin private final EndOptions end = new EndOptions();

  @Mixin private final BandOption band = new BandOption();

  @Override
  public Integer call() throws IOException {
    FormatStudy study =
        FormatStudy.of(
            options.runs(
                options.settingOfRuns(FormatStudy.problem()), FormatStudy.DEFAULT_REPLICATES),
            options.names(FormatStudy.defaults()),
            new VerdictRule(band.value(), 1, 0));
    return end.run(
        options, study, List.of(FormatReport.TABLE), FormatReport::of, FormatReport::json);
  }
}
