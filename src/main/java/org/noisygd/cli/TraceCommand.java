// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.noisygd.cli.option.DiagnosisOptions;
import org.noisygd.number.Require;
import org.noisygd.report.Provenance;
import org.noisygd.report.Terminal;
import org.noisygd.verdict.TraceJudge;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.certificate.CertificateFolder;
import org.noisygd.verdict.certificate.TraceClaims;
import org.noisygd.verdict.report.CandidateJson;
import org.noisygd.verdict.report.JUnitXml;
import org.noisygd.verdict.report.TraceReport;
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
    VerdictOptions.Files outputs = results.open(files);
    Provenance provenance = results.provenance();
    Terminal terminal = Terminal.current();
    List<TraceVerdict> all = new ArrayList<>();
    Optional<CertificateFolder> certificate = results.certificate();
    Require.that(
        certificate.isEmpty() || files.size() == 1,
        "--certificate",
        "be given with one trace",
        files.size() + " traces");
    for (Path file : files) {
      TraceClaims claims = new TraceClaims(certificate.map(CertificateFolder::seconds).orElse(0.0));
      Consumer<String> progress = line -> terminal.showProgress(file + ": " + line);
      TraceVerdict examination =
          TraceJudge.examine(
              file,
              updates -> {
                if (updates % PROGRESS == 0) {
                  progress.accept(updates + " updates");
                }
              },
              verdict -> TraceReport.verdict(verdict).print(terminal),
              diagnosis.deadlines(progress),
              certificate.isPresent() ? claims::add : (update, failure) -> {});
      terminal.print(
          in(t -> TraceReport.explanation(t.get(0), provenance, terminal), List.of(examination)));
      certificate.ifPresent(
          folder -> {
            String subject = file + ", " + examination.verdict().word();
            terminal.print(folder.write(subject, claims.claims(), 0) + "\n");
          });
      all.add(examination);
    }
    outputs.write(
        () -> in(t -> json(t, provenance), all),
        () -> in(JUnitXml::of, all),
        () -> in(t -> TraceReport.page(t, provenance), all));
    List<Integer> statuses = all.stream().map(t -> t.verdict().exitStatus()).toList();
    for (int decisive : new int[] {1, Failures.UNUSABLE, Failures.NOT_JUDGED}) {
      if (statuses.contains(decisive)) {
        return decisive;
      }
    }
    return 0;
  }

  /** The report, without explanations if these end in an internal error. */
  private static String in(Function<List<TraceVerdict>, String> report, List<TraceVerdict> all) {
    try {
      return report.apply(all);
    } catch (RuntimeException | StackOverflowError e) {
      return report.apply(all.stream().map(t -> t.unexplained(e)).toList());
    }
  }

  private static String json(List<TraceVerdict> all, Provenance provenance) {
    List<String> documents = all.stream().map(t -> CandidateJson.of(t, provenance)).toList();
    return documents.size() == 1
        ? documents.get(0)
        : "[" + String.join(",", documents).replace("\n,", ",\n") + "]\n";
  }
}
