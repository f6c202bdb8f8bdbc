// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.cli.option.RunLimits;
import org.noisygd.report.Provenance;
import org.noisygd.report.ResultFiles;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.certificate.CertificateFolder;
import org.noisygd.verdict.report.VerdictJUnit;
import org.noisygd.verdict.report.VerdictJson;
import org.noisygd.verdict.report.VerdictReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for files of a verdict. */
final class VerdictOptions {
  private static final String JUNIT = "--junit";
  private static final String HTML = "--html";

  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(names = JUNIT, paramLabel = "FILE", description = "Also the verdict as JUnit XML.")
  private @Nullable Path junit;

  @Option(names = HTML, paramLabel = "FILE", description = "Also the verdict as an HTML page.")
  private @Nullable Path html;

  @Option(
      names = "--certificate",
      paramLabel = "DIR",
      description =
          "Also write the verdict to the empty folder DIR, as theorems that Coq proves:"
              + " ./verify.sh proofs --certificate DIR.")
  private @Nullable Path certificate;

  @Option(
      names = "--certificate-seconds",
      paramLabel = "SECONDS",
      description =
          "Approximate processor time of Coq for a certificate (default ${DEFAULT-VALUE}); with"
              + " more time it has more theorems.")
  private double certificateSeconds = 120;

  /**
   * The folder for a certificate, if requested; writing is tried before any work.
   *
   * @throws IllegalArgumentException if it holds anything, or cannot be written
   */
  Optional<CertificateFolder> certificate() {
    RunLimits.requireUpToADay("--certificate-seconds", certificateSeconds);
    return Optional.ofNullable(certificate)
        .map(folder -> new CertificateFolder(folder, certificateSeconds));
  }

  /**
   * Writes each requested file.
   *
   * @throws IOException if one cannot be written, although the trial succeeded
   */
  void write(ResultFiles files, List<? extends ProgramVerdict> all) throws IOException {
    Provenance now = json.provenance();
    files.write(ResultOptions.JSON, () -> ProgramVerdict.in(v -> VerdictJson.of(v, now), all));
    files.write(JUNIT, () -> ProgramVerdict.in(VerdictJUnit::of, all));
    files.write(HTML, () -> ProgramVerdict.in(v -> VerdictReport.page(v, now), all));
    files.close();
  }

  /** Writes to each requested file the reason why there is no verdict. */
  void writeUnusable(ResultFiles files, String why) throws IOException {
    files.write(ResultOptions.JSON, () -> VerdictJson.unusable(why, json.provenance()));
    files.write(JUNIT, () -> VerdictJUnit.unusable(why));
    files.write(HTML, () -> VerdictReport.unusable(why, json.provenance()));
    files.close();
  }

  /**
   * The files; writing is tried before any work.
   *
   * @param inputs files that must not be written
   * @throws IllegalArgumentException if one could not be written, or is an input or another output
   */
  ResultFiles open(List<Path> inputs) {
    return json.files(inputs).add(JUNIT, junit).add(HTML, html);
  }
}
