// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Chapter;
import org.noisygd.report.Chapters;
import org.noisygd.report.HtmlReport;
import org.noisygd.report.JsonReport;
import org.noisygd.report.ResultFile;
import org.noisygd.report.Terminal;
import org.noisygd.report.TerminalTable;
import org.noisygd.report.Verification;
import picocli.CommandLine.Option;

/** The options of the main job, and its running. */
final class VerifyOptions {
  /** Two cores are what the time limit of the main job is set for. */
  private static final int THREADS = 2;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result to FILE as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write report.html to DIR: the table and figures, in one file.")
  private @Nullable Path out;

  @Option(
      names = "--only",
      paramLabel = "ID",
      split = ",",
      description = "Run only these checks; L2. or L2* stands for all that begin so.")
  private List<String> only = new ArrayList<>();

  /** Verifies the reference; the exit status. */
  int verify() throws IOException {
    List<Chapter> chapters = only.isEmpty() ? Chapters.all() : Chapters.only(Chapters.all(), only);
    @Nullable ResultFile jsonFile = json == null ? null : ResultFile.of("--json", json);
    @Nullable ResultFile htmlFile = out == null ? null : ResultFile.in("--out", out, "report.html");
    Terminal terminal = Terminal.current();
    int total = chapters.stream().mapToInt(chapter -> chapter.checks().size()).sum();
    AtomicInteger done = new AtomicInteger();
    terminal.showProgress(System.err, "0 of " + total + " checks");
    Verification verification =
        Verification.run(
            chapters,
            THREADS,
            result ->
                terminal.showProgress(
                    System.err,
                    String.format(
                        "%d of %d checks; %s: %s",
                        done.incrementAndGet(), total, result.id(), result.status().word())));
    @Nullable String page = null;
    if (htmlFile != null) {
      terminal.showProgress(System.err, "drawing the figures");
      page = HtmlReport.of(verification);
    }
    terminal.clearProgress(System.err);
    System.out.print(new TerminalTable(terminal.width(), terminal.colour()).render(verification));
    System.out.flush();
    if (jsonFile != null) {
      jsonFile.write(JsonReport.of(verification));
    }
    if (htmlFile != null && page != null) {
      htmlFile.write(page);
    }
    return verification.verdict().exitStatus();
  }
}
