// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.number.Require;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.verify.ProofsReport;
import org.noisygd.verify.proofs.ProofCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./verify.sh proofs}: Coq checks every proof anew. */
@Command(
    name = "proofs",
    description = {
      "Has Coq check every proof (some twenty minutes), and prints the claims with their axioms.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 every theorem is proved; 1 one is not, or differs from the repository's"
          + " files; 2 unusable command line; 3 Coq is missing, or OCaml for --extracted."
    })
final class ProofsCommand implements Callable<Integer> {
  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Number of files checked at a time (default ${DEFAULT-VALUE}).")
  private int jobs = 2;

  @Option(names = "--write", description = "Rewrite CLAIMS.md and the expected statements.")
  private boolean write;

  @Option(
      names = "--certificate",
      paramLabel = "DIR",
      description =
          "Have Coq prove the theorems in DIR instead, which candidate or trace --certificate DIR"
              + " wrote.")
  private @Nullable Path certificate;

  @Option(
      names = "--extracted",
      description =
          "With --certificate: check by functions that Coq has proved right, extracted to OCaml,"
              + " which takes seconds.")
  private boolean extracted;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Require.positive("--jobs", jobs);
    @Nullable Path folder = certificate;
    Require.that(folder == null || !write, "--certificate", "be given without --write", "both");
    Require.that(
        !extracted || folder != null, "--extracted", "be given with --certificate DIR", "no DIR");
    ResultFiles files = json.files(List.of());
    Terminal terminal = Terminal.current();
    Consumer<String> progress = terminal::showProgress;
    ProofCheck check = new ProofCheck(CheckRunner.home());
    ProofCheck.Outcome outcome =
        folder == null
            ? check.run(write, jobs, progress)
            : check.certificate(folder, extracted, jobs, progress);
    boolean all = folder == null;
    (all ? ProofsReport.of(outcome) : ProofsReport.ofCertificate(outcome, extracted))
        .print(terminal);
    files.write(
        ResultOptions.JSON,
        () -> all ? ProofsReport.json(outcome) : ProofsReport.jsonOfCertificate(outcome));
    files.close();
    return outcome.exitStatus();
  }
}
