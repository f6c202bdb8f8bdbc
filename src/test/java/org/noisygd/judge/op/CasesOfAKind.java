// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.CaseSuite.CaseKind;

/** The cases of one kind, made without the others, which cost a test a hundred times as much. */
public final class CasesOfAKind {
  private CasesOfAKind() {}

  /** Those of all ops on the problem, in an arithmetic, with the default seed. */
  public static List<Case> of(Class<? extends CaseKind> kind, String arithmetic) {
    List<Case> cases = new ArrayList<>();
    for (JudgedOp op : Ops.OF_THE_PROBLEM.all()) {
      CaseSuite suite = new CaseSuite(arithmetic, CaseSuite.DEFAULT_SEED);
      op.kinds().stream().filter(kind::isInstance).forEach(one -> one.addTo(suite, op));
      cases.addAll(suite.cases());
    }
    return cases;
  }
}
