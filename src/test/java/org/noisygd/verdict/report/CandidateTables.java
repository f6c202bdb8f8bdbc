// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.nio.file.Path;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.report.Terminal;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.TraceJudge;
import org.noisygd.verdict.TraceVerdict;

/** The whole text of a command: the verdict, then its explanation. */
public final class CandidateTables {
  private CandidateTables() {}

  /** Of a candidate or of a trace. */
  public static String text(int width, ProgramVerdict verdict) {
    Terminal terminal = new Terminal(width, false, false);
    return VerdictReport.verdict(verdict).text(terminal)
        + VerdictReport.explanation(verdict, terminal);
  }

  /** The verdict on a trace, explained however long that takes. */
  public static TraceVerdict judged(Path file) {
    return TraceJudge.of(file, updates -> {}, (update, failure) -> {})
        .explained(DiagnosisDeadline::never);
  }
}
