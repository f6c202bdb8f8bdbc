// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.List;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.chart.Markup;

/**
 * The origin of a verdict, for its reproduction.
 *
 * @param version the version of this program
 * @param java the version of the virtual machine
 * @param arguments the arguments of {@code ./verify.sh}
 */
public record Provenance(String version, String java, List<String> arguments) {
  /** Copies the list. */
  public Provenance {
    arguments = List.copyOf(arguments);
  }

  /** The provenance of this program with these arguments. */
  public static Provenance of(List<String> arguments) {
    return new Provenance(thisVersion(), Runtime.version().toString(), arguments);
  }

  /** The version, from the jar's manifest. */
  public static String thisVersion() {
    @Nullable Package home = Provenance.class.getPackage();
    @Nullable String version = home == null ? null : home.getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** The whole command, quoted for a shell. */
  public String command() {
    return "./verify.sh "
        + arguments.stream().map(Provenance::quoted).collect(Collectors.joining(" "));
  }

  /** Returns true if an existing page is of the same command. */
  public boolean isOf(String page) {
    return page.contains(">" + Markup.escape(command()) + "<");
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
