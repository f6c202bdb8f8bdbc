// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import org.noisygd.judge.request.Op;

/** A kind of case: the requests that reveal one kind of fault. */
@FunctionalInterface
public interface CaseKind {
  /** Adds its cases of an op to a suite. */
  void addTo(CaseSuite suite, Op op);
}
