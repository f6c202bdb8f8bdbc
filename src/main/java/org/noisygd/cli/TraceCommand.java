// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.noisygd.cli.option.DiagnosisOptions;
import org.noisygd.number.Require;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.TraceJudge;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.certificate.CertificateFolder;
import org.noisygd.verdict.certificate.Claims;
import org.noisygd.verdict.report.VerdictReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./verify.sh trace}: judges runs from files. */
@Command(
    name = "trace",
    description = {
      "Judges runs written to files: compares every update with the exact update of the state"
          + " before it, by a proved bound on rounding, and names the first wrong one.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 every update passed; 1 a number is wrong; 2 unusable file; 3 nothing could be"
          + " checked. With several files it is 1 if any number is wrong, else 2 if any file is"
          + " unusable; the JSON is then an array.",
      "Example: ./verify.sh trace run.jsonl"
    })
final class TraceCommand implements Callable<Integer> {
  /** Updates between two lines of progress. */
  private static final int PROGRESS = 100;

  @Mixin private final DiagnosisOptions diagnosis = new DiagnosisOptions();

  @Mixin private final VerdictOptions results = new VerdictOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Traces; - is standard input.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    ResultFiles outputs = results.open(files);
    Terminal terminal = Terminal.current();
    List<TraceVerdict> all = new ArrayList<>();
    Optional<CertificateFolder> certificate = results.certificate();
    Require.that(
        certificate.isEmpty() || files.size() == 1,
        "--certificate",
        "be given with one trace",
        files.size() + " traces");
    for (Path file : files) {
      Claims claims = new Claims();
      double most = certificate.map(CertificateFolder::seconds).orElse(0.0);
      Consumer<String> progress = line -> terminal.showProgress(file + ": " + line);
      TraceJudge judged =
          TraceJudge.of(
              file,
              updates -> {
                if (updates % PROGRESS == 0) {
                  progress.accept(updates + " updates");
                }
              },
              certificate.isPresent()
                  ? (update, failure) -> claims.add(update, failure, most)
                  : (update, failure) -> {});
      VerdictReport.verdict(judged.verdict()).print(terminal);
      TraceVerdict verdict = judged.explained(diagnosis.deadlines(progress));
      terminal.print(
          ProgramVerdict.in(v -> VerdictReport.explanation(v.get(0), terminal), List.of(verdict)));
      if (certificate.isPresent()) {
        String subject = file + ", " + verdict.verdict().word();
        terminal.print(certificate.get().write(subject, claims, 0) + "\n");
      }
      all.add(verdict);
    }
    results.write(outputs, all);
    List<Integer> statuses = all.stream().map(t -> t.verdict().exitStatus()).toList();
    for (int decisive : new int[] {1, Failures.UNUSABLE, Failures.NOT_JUDGED}) {
      if (statuses.contains(decisive)) {
        return decisive;
      }
    }
    return 0;
  }
}
