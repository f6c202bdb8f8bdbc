// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.List;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.chart.Markup;

/**
 * What made a verdict, so that it can be made again.
 *
 * @param version of this program
 * @param java of the virtual machine
 * @param arguments of {@code ./verify.sh}
 */
public record Provenance(String version, String java, List<String> arguments) {
  /** Keeps its own copy of the list. */
  public Provenance {
    arguments = List.copyOf(arguments);
  }

  /** This program, called with those arguments. */
  public static Provenance of(List<String> arguments) {
    return new Provenance(thisVersion(), Runtime.version().toString(), arguments);
  }

  /** The version, from the jar's manifest. */
  public static String thisVersion() {
    @Nullable Package home = Provenance.class.getPackage();
    @Nullable String version = home == null ? null : home.getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** The whole command, as a shell reads it. */
  public String command() {
    return "./verify.sh " + shell(arguments);
  }

  /** Whether a page that was written before is of the same command. */
  public boolean isOf(String page) {
    return page.contains(">" + Markup.escape(command()) + "<");
  }

  /** The candidate's own command, as a shell reads it; empty if there is none. */
  public String candidate() {
    int dashes = arguments.indexOf("--");
    return dashes < 0 ? "" : shell(arguments.subList(dashes + 1, arguments.size()));
  }

  /** Words as a shell reads them. */
  public static String shell(List<String> words) {
    return words.stream().map(Provenance::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
