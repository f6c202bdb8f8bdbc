// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.DiagnosisOptions;
import org.noisygd.cli.option.RunLimits;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.Require;
import org.noisygd.report.ResultFile;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.verdict.CandidateJudge;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.JudgedCandidate;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.RequestFile;
import org.noisygd.verdict.certificate.CandidateClaims;
import org.noisygd.verdict.certificate.CertificateFolder;
import org.noisygd.verdict.certificate.Claims;
import org.noisygd.verdict.report.VerdictReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./verify.sh candidate}: judges another implementation. */
@Command(
    name = "candidate",
    description = {
      "Judges an implementation written by someone else: starts COMMAND, asks it for losses,"
          + " gradients, Hessians, updates and runs, compares every number of its replies with the"
          + " exact one by a proved bound on rounding, and names the fault if one is wrong.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 every case passed; 1 a number is wrong; 2 unusable command line or file; 3"
          + " could not be judged.",
      "Example: ./verify.sh candidate -- python3 src/candidates/numpy/candidate.py",
      "README.md shows a candidate of fifteen lines; src/candidates/PROTOCOL.md is the protocol."
    })
final class CandidateCommand implements Callable<Integer> {
  @Mixin private final RunLimits limits = new RunLimits();

  @Option(
      names = "--only",
      paramLabel = "OP",
      split = ",",
      description = "Judge only these ops, such as step,run. A verdict needs step, run or round.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--exhaustive",
      description =
          "Also ask op round for every number of each format of at most 16 bits, and for the values"
              + " next to each point where the rounded result changes.")
  private boolean exhaustive;

  @Mixin private final DiagnosisOptions diagnosis = new DiagnosisOptions();

  @Mixin private final VerdictOptions results = new VerdictOptions();

  @Option(
      names = "--write-requests",
      paramLabel = "FILE",
      description = "Write every request to FILE, for a candidate that cannot be started here.")
  private @Nullable Path writeRequests;

  @Option(
      names = "--arithmetic",
      paramLabel = "NAME",
      description =
          "With --write-requests or --replies: the arithmetic that the candidate declares"
              + " (default binary64). A COMMAND declares it itself.")
  private @Nullable String arithmetic;

  @Option(
      names = "--replies",
      paramLabel = "FILE",
      description = "Judge the replies in FILE to the requests that --write-requests wrote.")
  private @Nullable Path replies;

  @Parameters(paramLabel = "COMMAND", description = "The candidate's command, after --.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Stream<Path> programs = command.stream().map(File::new).filter(File::isFile).map(File::toPath);
    ResultFiles files = results.open(Stream.concat(Stream.ofNullable(replies), programs).toList());
    try {
      return judge(files);
    } catch (IllegalArgumentException e) {
      results.writeUnusable(files, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private int judge(ResultFiles files) throws IOException {
    Duration timeout = limits.timeout();
    Require.that(command.isEmpty() || !command.get(0).isEmpty(), "COMMAND", "name a program", "");
    int ways =
        (command.isEmpty() ? 0 : 1) + (writeRequests == null ? 0 : 1) + (replies == null ? 0 : 1);
    if (ways != 1) {
      throw new IllegalArgumentException(
          "candidate needs one of -- COMMAND, --write-requests FILE and --replies FILE, got "
              + (ways == 0 ? "none" : "several")
              + "; for example: ./verify.sh candidate -- python3 candidate.py");
    }
    Require.that(
        command.isEmpty() || arithmetic == null,
        "--arithmetic",
        "be given without a COMMAND, whose hello declares it",
        "both");
    String declared = arithmetic == null ? "binary64" : arithmetic;
    Require.that(
        !(exhaustive && command.isEmpty()), "--exhaustive", "be given with a COMMAND", "none");
    Ops known = exhaustive ? Ops.EXHAUSTIVE : Ops.ALL;
    Ops ops = known.only("--only", only);
    Require.that(!ResultFile.STANDARD_OUTPUT.equals(replies), "--replies", "name a file", "-");
    @Nullable Path requests = writeRequests;
    if (requests != null) {
      if (!files.isEmpty() || results.certificate().isPresent()) {
        throw new IllegalArgumentException(
            "--write-requests must be given without --json, --junit, --html and --certificate:"
                + " there is no verdict yet");
      }
      ResultFile.of("--write-requests", requests)
          .write(RequestFile.requests(declared, limits.seed(), ops));
      return 0;
    }
    Terminal terminal = Terminal.current();
    Optional<CertificateFolder> certificate = results.certificate();
    Supplier<DiagnosisDeadline> deadlines = diagnosis.deadlines(terminal::showProgress);
    @Nullable Path file = replies;
    JudgedCandidate judged;
    CandidateVerdict verdict;
    try (CandidateJudge judge =
        new CandidateJudge(command, timeout, limits.seed(), known, ops, terminal::showProgress)) {
      judged =
          file != null
              ? RequestFile.judge(declared, limits.seed(), ops, file)
              : judge.judge(certificate.isPresent());
      VerdictReport.verdict(judged.verdict()).print(terminal);
      verdict = judged.explained(deadlines);
    }
    List<CandidateVerdict> all = List.of(verdict);
    terminal.print(ProgramVerdict.in(v -> VerdictReport.explanation(v.get(0), terminal), all));
    results.write(files, all);
    if (certificate.isPresent() && !verdict.program().declared().isEmpty()) {
      Claims claims = CandidateClaims.of(judged.answers(), verdict.diagnosis());
      String subject = verdict.program().name() + ", " + verdict.verdict().word();
      terminal.print(certificate.get().write(subject, claims, limits.seed()) + "\n");
    }
    return verdict.verdict().exitStatus();
  }
}
