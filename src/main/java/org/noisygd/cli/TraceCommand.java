// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.conformance.TraceExamination;
import org.noisygd.conformance.TraceJudge;
import org.noisygd.report.CandidateJson;
import org.noisygd.report.CandidateTable;
import org.noisygd.report.ResultFile;
import org.noisygd.report.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./verify.sh trace}: judges runs from files. */
@Command(
    name = "trace",
    description = {
      "Judges runs written to files: every update is held against the exact image of the state before it,"
          + " with a proved bound on rounding; the first wrong one is named.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    usageHelpWidth = 100,
    footer = {
      "",
      "Exit status: 0 every update passed; 1 a number is wrong; 2 unusable file; 3 nothing could be checked."
          + " Of several files, a wrong number decides, then an unusable file.",
      "Example: ./verify.sh trace run.jsonl"
    })
final class TraceCommand implements Callable<Integer> {
  /** Updates between two lines of progress. */
  private static final int PROGRESS = 100;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Also write the verdict as JSON: an object, or an array of them for several files.")
  private @Nullable Path json;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Trace files, JSON Lines.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    @Nullable ResultFile jsonFile = json == null ? null : ResultFile.of("--json", json);
    Terminal terminal = Terminal.current();
    List<String> documents = new ArrayList<>();
    List<Integer> statuses = new ArrayList<>();
    for (Path file : files) {
      TraceExamination examination =
          TraceJudge.examine(
              file,
              updates -> {
                if (updates % PROGRESS == 0) {
                  terminal.showProgress(System.err, file + ": " + updates + " updates");
                }
              });
      terminal.clearProgress(System.err);
      System.out.print(new CandidateTable(terminal.width()).render(examination));
      System.out.flush();
      documents.add(CandidateJson.of(examination));
      statuses.add(examination.exitStatus());
    }
    if (jsonFile != null) {
      jsonFile.write(
          documents.size() == 1
              ? documents.get(0)
              : "[" + String.join(",", documents).replace("\n,", ",\n") + "]\n");
    }
    for (int decisive : new int[] {1, Main.UNUSABLE, Main.NOT_JUDGED}) {
      if (statuses.contains(decisive)) {
        return decisive;
      }
    }
    return 0;
  }
}
