// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.number.Text;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.verify.Verification;
import org.noisygd.verify.VerificationReport;
import org.noisygd.verify.check.CheckGroup;

/** Runs checks with progress on standard error, prints their table and writes the result files. */
final class CheckRunner {
  /** The time limit of the main job supposes two cores. */
  private static final int THREADS = 2;

  /** The working tree, from {@code verify.sh}, else the current directory. */
  static Path home() {
    return Path.of(System.getProperty("noisygd.home", "."));
  }

  /** The repository's golden data. */
  static Path golden() {
    return home().resolve("golden");
  }

  private CheckRunner() {}

  /**
   * Runs every check and returns the exit status.
   *
   * @param out the folder of the page, or null
   */
  static int run(List<CheckGroup> groups, ResultOptions json, @Nullable Path out)
      throws IOException {
    ResultFiles files = json.files(List.of()).addIn(out, ResultFiles.PAGE);
    Provenance provenance = json.provenance();
    Terminal terminal = Terminal.current();
    int total = groups.stream().mapToInt(group -> group.checks().size()).sum();
    AtomicInteger done = new AtomicInteger();
    terminal.showProgress("0 of " + total + " checks");
    Verification verification =
        Verification.run(
            groups,
            THREADS,
            result ->
                terminal.showProgress(
                    Text.format(
                        "%d of %d checks; %s: %s",
                        done.incrementAndGet(), total, result.id(), result.status().word())));
    Report report = VerificationReport.of(verification);
    report.print(terminal);
    files.write(ResultOptions.JSON, () -> VerificationReport.json(verification, provenance));
    files.write(ResultFiles.PAGE, () -> report.page(provenance, "Java " + provenance.java() + "."));
    files.close();
    return verification.exitStatus();
  }
}
