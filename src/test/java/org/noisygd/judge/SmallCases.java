// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.request.Request;

/**
 * The smaller cases of each op in binary64, made once a process. Larger ones add time to a test of
 * many mistakes, but no mistake.
 */
public final class SmallCases {
  private static final int MOST_VARIABLES = 30;
  private static final int MOST_UPDATES = 12;

  /** Of so few variables runs may have one update more: no run has seven to twelve. */
  private static final int FEW_VARIABLES = 20;

  private static final Map<JudgedOp, List<Case>> MADE = new ConcurrentHashMap<>();

  private SmallCases() {}

  /** Those of an op. */
  public static List<Case> of(JudgedOp op) {
    return MADE.computeIfAbsent(
        op,
        asked ->
            asked.cases("binary64", CaseSuite.DEFAULT_SEED).stream()
                .filter(c -> c.request().at().variables() <= MOST_VARIABLES)
                .filter(c -> isShort(c.request()))
                .toList());
  }

  private static boolean isShort(Request q) {
    int most = q.at().variables() <= FEW_VARIABLES ? MOST_UPDATES + 1 : MOST_UPDATES;
    return q.noises().size() <= most;
  }
}
