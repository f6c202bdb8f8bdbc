// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.nio.file.Path;
import java.util.List;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.report.Provenance;
import org.noisygd.report.Terminal;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.TraceJudge;
import org.noisygd.verdict.TraceVerdict;

/** The whole text of a command: the verdict, then its explanation. */
public final class CandidateTables {
  private static final Provenance NONE = Provenance.of(List.of());

  private CandidateTables() {}

  /** Of a candidate. */
  public static String text(int width, CandidateVerdict verdict) {
    Terminal terminal = new Terminal(width, false, false);
    return CandidateReport.verdict(verdict).text(terminal)
        + CandidateReport.explanation(verdict, NONE, terminal);
  }

  /** The verdict on a trace, explained however long that takes. */
  public static TraceVerdict judged(Path file) {
    return TraceJudge.examine(
        file, updates -> {}, verdict -> {}, DiagnosisDeadline::never, (update, failure) -> {});
  }

  /** Of a trace. */
  public static String text(int width, TraceVerdict verdict) {
    Terminal terminal = new Terminal(width, false, false);
    return TraceReport.verdict(verdict).text(terminal)
        + TraceReport.explanation(verdict, NONE, terminal);
  }
}
