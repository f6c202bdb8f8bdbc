// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.mistake.ExactImage;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Whether what a program remembers of an earlier request explains its answers to later ones. */
final class StaleState {
  static final String CODE = "stale-state";

  /** Whether an image is near enough to the answer that is to be explained. */
  interface Fit {
    boolean near(Map<String, Matrix<Dyadic>> image);
  }

  private StaleState() {}

  /**
   * What of an earlier request reproduces an answer: all of it, or one of its fields, or its
   * residual.
   *
   * @param earlier requests of any op, the latest last
   */
  static Optional<String> remembered(Request q, List<Request> earlier, Fit fit) {
    for (int n = earlier.size() - 1; n >= 0; n--) {
      Request e = earlier.get(n);
      boolean sameShape = e.d1() == q.d1() && e.d2() == q.d2() && e.r() == q.r();
      boolean sameTarget = e.d1() == q.d1() && e.d2() == q.d2();
      if (sameShape && e.op() == q.op() && near(fit, e)) {
        return Optional.of("the whole answer");
      }
      if (sameTarget && near(fit, q.withTarget(e.m()))) {
        return Optional.of("M");
      }
      if (sameShape && near(fit, q.withTarget(targetOfSameResidual(q, e)))) {
        return Optional.of("the residual");
      }
    }
    return Optional.empty();
  }

  private static boolean near(Fit fit, Request q) {
    return fit.near(ExactImage.right(DyadicArithmetic.INSTANCE, q));
  }

  /** The target with which the residual of one request is that of another. */
  private static Matrix<Dyadic> targetOfSameResidual(Request q, Request other) {
    return product(q).minus(product(other)).plus(other.m());
  }

  private static Matrix<Dyadic> product(Request q) {
    Factors<Dyadic> at = q.op() == Ops.STEP ? q.at().plus(q.direction()) : q.at();
    return at.x().times(at.y().transpose());
  }
}
