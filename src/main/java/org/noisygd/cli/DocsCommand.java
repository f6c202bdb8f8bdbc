// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Terminal;
import org.noisygd.report.site.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./verify.sh docs}: the documentation as pages, with example reports. */
@Command(
    name = "docs",
    description = {
      "Writes the documentation as pages that need no network: the README, the notes in reading order,"
          + " the claims, the API, the protocol, and example reports made anew.",
      ""
    },
    footer = {"", "Example: ./verify.sh docs && xdg-open target/docs/index.html"})
final class DocsCommand implements Callable<Integer> {
  private final ToIntFunction<String[]> verify;

  /** {@code verify} runs another command line; its exit status. */
  DocsCommand(ToIntFunction<String[]> verify) {
    this.verify = verify;
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the pages (default target/docs).")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    Path home = CheckRunner.home();
    Path folder = out == null ? home.resolve("target/docs") : out;
    Files.createDirectories(folder);
    Terminal terminal = Terminal.current();
    ExampleReports examples = new ExampleReports(home, folder, verify);
    String list = examples.write(what -> terminal.showProgress(System.err, what));
    terminal.clearProgress(System.err);
    int pages = new Site(home, folder).write(list);
    System.out.println(pages + " pages and their example reports: " + folder.resolve("index.html"));
    return 0;
  }
}
