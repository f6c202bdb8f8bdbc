// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.List;
import java.util.Map;
import org.noisygd.judge.SmallCases;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/**
 * An op on M, X and Y of which some small cases of all kinds are asked: for tests of what happens
 * between the judge and a candidate, whatever its numbers are. The diagnosis, which knows ops by
 * their instances, takes it for an op that it does not know.
 */
final class FewCases extends JudgedOp {
  private static final int CASES = 30;

  private final JudgedOp op;

  FewCases(JudgedOp op) {
    super(op.word(), op.parts(), op.fields(), op.reply());
    this.op = op;
  }

  @Override
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    return op.result(q);
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return op.bounds(bounds, q, form);
  }

  @Override
  protected List<CaseKind> kinds() {
    return List.of(this::addTo);
  }

  private void addTo(CaseSuite suite, Op asked) {
    List<Case> small = SmallCases.of(op);
    for (int i = 0; i < CASES; i++) {
      Case tested = small.get(i * small.size() / CASES);
      Request q = tested.request();
      Request same =
          Request.of(asked, q.m(), q.at())
              .withDirection(q.direction())
              .withSteps(q.etaX(), q.etaY());
      suite.keep(tested.name(), same, tested.exact(), tested.purpose());
    }
  }
}
