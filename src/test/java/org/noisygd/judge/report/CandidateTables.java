// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import org.noisygd.judge.CandidateVerdict;
import org.noisygd.judge.TraceVerdict;

/** What a command prints of a verdict, whole: the verdict, then what explains it. */
public final class CandidateTables {
  private CandidateTables() {}

  /** Of a candidate. */
  public static String text(int width, CandidateVerdict verdict) {
    CandidateTable table = new CandidateTable(width);
    return table.verdict(verdict) + table.explanation(verdict);
  }

  /** Of a trace. */
  public static String text(int width, TraceVerdict verdict) {
    CandidateTable table = new CandidateTable(width);
    return table.verdict(verdict) + table.explanation(verdict);
  }
}
