// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.Invocation;
import org.noisygd.cli.option.JsonOption;
import org.noisygd.report.ResultFile;
import org.noisygd.report.ResultFiles;
import org.noisygd.verify.CheckGroup;
import org.noisygd.verify.CheckGroups;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the main job. */
final class VerifyOptions {
  @Mixin private final JsonOption json = new JsonOption();

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

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Verifies the reference; the exit status. */
  int verify() throws IOException {
    List<CheckGroup> all = CheckGroups.all(ChecksJob.golden());
    List<CheckGroup> chosen = only.isEmpty() ? all : CheckGroups.only(all, only);
    ResultFiles files = new ResultFiles(List.of());
    return new ChecksJob(
            chosen,
            files.add(json.file()),
            files.add(out == null ? null : ResultFile.in("--out", out, "report.html")),
            Invocation.provenance(spec))
        .run();
  }
}
