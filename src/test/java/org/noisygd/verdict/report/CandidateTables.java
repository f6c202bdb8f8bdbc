// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.List;
import org.noisygd.report.Provenance;
import org.noisygd.report.Terminal;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.TraceVerdict;

/** What a command prints of a verdict, whole: the verdict, then what explains it. */
public final class CandidateTables {
  private static final Provenance NONE = Provenance.of(List.of());

  private CandidateTables() {}

  /** Of a candidate. */
  public static String text(int width, CandidateVerdict verdict) {
    Terminal terminal = new Terminal(width, false, false);
    return CandidateReport.verdict(verdict).text(terminal)
        + CandidateReport.explanation(verdict, NONE, terminal);
  }

  /** Of a trace. */
  public static String text(int width, TraceVerdict verdict) {
    Terminal terminal = new Terminal(width, false, false);
    return TraceReport.verdict(verdict).text(terminal)
        + TraceReport.explanation(verdict, NONE, terminal);
  }
}
