// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.number.Text;
import org.noisygd.report.Terminal;
import org.noisygd.verify.CheckGroups;
import org.noisygd.verify.golden.GoldenSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./verify.sh golden}: compares the golden data with the code, or writes them anew. */
@Command(
    name = "golden",
    description = {"Checks or writes the golden data: traces and test vectors.", ""})
final class GoldenCommand {
  /** Exit status 0 if every file equals the output of the code, 1 if not. */
  @Command(
      name = "check",
      description = {
        "Compares every byte of golden/ with the output of the code, and reports differences.",
        "Exit status 1 for any changed, missing, extra or malformed file.",
        ""
      })
  int check(@Mixin ResultOptions json) throws IOException {
    return CheckRunner.run(CheckGroups.golden(CheckRunner.golden()), json, null);
  }

  /** Writes the whole set; exit status 0. */
  @Command(
      name = "regenerate",
      description = {
        "Writes golden/ anew: replaces files that differ, and deletes files that do not belong.",
        ""
      })
  int regenerate() throws IOException {
    Terminal terminal = Terminal.current();
    terminal.showProgress("computing the golden data");
    GoldenSet set = GoldenSet.generate();
    terminal.showProgress("");
    set.writeTo(CheckRunner.golden());
    long bytes = set.paths().stream().mapToLong(path -> set.bytesOf(path).length).sum();
    System.out.print(
        Text.format("golden/ holds %,d files, %.1f MB%n", set.paths().size(), bytes / 1e6));
    return 0;
  }
}
