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
import org.noisygd.report.ResultFile;
import org.noisygd.report.ResultFiles;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.certificate.CertificateFolder;
import org.noisygd.verdict.report.JUnitXml;
import org.noisygd.verdict.report.VerdictJson;
import org.noisygd.verdict.report.VerdictReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for files of a verdict. */
final class VerdictOptions {
  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(names = "--junit", paramLabel = "FILE", description = "Also the verdict as JUnit XML.")
  private @Nullable Path junit;

  @Option(names = "--html", paramLabel = "FILE", description = "Also the verdict as an HTML page.")
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
   * The folder for a certificate, if requested; it is tried before any work.
   *
   * @throws IllegalArgumentException if it holds anything, or cannot be written
   */
  Optional<CertificateFolder> certificate() {
    RunLimits.requireUpToADay("--certificate-seconds", certificateSeconds);
    return Optional.ofNullable(certificate)
        .map(folder -> CertificateFolder.of(folder, certificateSeconds));
  }

  /** The provenance of the verdict. */
  Provenance provenance() {
    return json.provenance();
  }

  /** The requested files, each known to be writable. */
  record Files(
      ResultFiles all,
      @Nullable ResultFile json,
      @Nullable ResultFile junit,
      @Nullable ResultFile html) {
    /** Returns true if no file was requested. */
    boolean isEmpty() {
      return json == null && junit == null && html == null;
    }

    /**
     * Writes each requested file.
     *
     * @throws IOException if one cannot be written, although the trial succeeded
     */
    void write(List<? extends ProgramVerdict> verdicts, Provenance provenance) throws IOException {
      all.write(json, () -> ProgramVerdict.in(v -> VerdictJson.of(v, provenance), verdicts));
      all.write(junit, () -> ProgramVerdict.in(JUnitXml::of, verdicts));
      all.write(html, () -> ProgramVerdict.in(v -> VerdictReport.page(v, provenance), verdicts));
      all.close();
    }

    /** Writes to each requested file the reason why there is no verdict. */
    void writeUnusable(String why, Provenance provenance) throws IOException {
      all.write(json, () -> VerdictJson.unusable(why, provenance));
      all.write(junit, () -> JUnitXml.unusable(why));
      all.write(html, () -> VerdictReport.unusable(why, provenance));
      all.close();
    }
  }

  /**
   * The files; writing is tried before any work.
   *
   * @param inputs files that must not be written
   * @throws IllegalArgumentException if one could not be written, or is an input or another output
   */
  Files open(List<Path> inputs) {
    ResultFiles all = new ResultFiles(inputs);
    return new Files(
        all,
        all.add(json.file()),
        all.add(junit == null ? null : ResultFile.of("--junit", junit)),
        all.add(html == null ? null : ResultFile.of("--html", html)));
  }
}
