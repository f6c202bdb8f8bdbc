// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Provenance;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The call of this program. */
public final class Invocation {
  private Invocation() {}

  /** The provenance of a result: this program with its arguments. */
  public static Provenance provenance(@Nullable CommandSpec spec) {
    CommandLine.@Nullable ParseResult parsed =
        spec == null ? null : spec.root().commandLine().getParseResult();
    return Provenance.of(parsed == null ? List.of() : parsed.originalArgs());
  }

  /** The version, from the jar's manifest, and the commit that {@code verify.sh} found. */
  public static final class Version implements CommandLine.IVersionProvider {
    /** For picocli. */
    Version() {}

    @Override
    public String[] getVersion() {
      String commit = System.getProperty("noisygd.commit", "");
      return new String[] {
        "noisygd "
            + Provenance.thisVersion()
            + (commit.isEmpty() ? "" : ", commit " + commit)
            + ", Java "
            + Runtime.version()
      };
    }
  }
}
