// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.util.List;
import java.util.Optional;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.judge.verdict.CaseResult;

/**
 * What is claimed of the updates of a trace, each from its own printed state: of one that passed
 * that each number is within its bound, of one that failed that no legal plan computes one of its
 * numbers.
 */
public final class TraceClaims {
  private final Claims claims = new Claims();
  private final double most;

  /**
   * No update yet.
   *
   * @param most the seconds of Coq's that the claims of passed updates may take
   */
  public TraceClaims(double most) {
    this.most = most;
  }

  /**
   * Adds an update.
   *
   * @param state the state before it, with its noise
   * @param next the state after it
   * @param failure its entry that is farthest beyond its bound, if one is
   */
  public void add(
      TraceHeader header, TraceState state, TraceState next, Optional<CaseResult.Failure> failure) {
    Optional<String> arithmetic = CoqText.arithmetic(header.arithmetic().name());
    String about = "update to t=" + next.t();
    if (arithmetic.isEmpty()) {
      claims.leave("the arithmetic is not one that the theorems are stated for");
    } else if (failure.isPresent() && !failure.get().hasNumbers()) {
      claims.leave("a number that is not finite");
    } else if (failure.isEmpty() && claims.seconds() > most) {
      claims.leave("an update that passed, beyond those that Coq proves in --certificate-seconds");
    } else {
      Claims.Judged how = new Claims.Judged(arithmetic.get(), "Step", "of_trace");
      Texts q = texts(header, state);
      if (failure.isPresent()) {
        String entry = failure.get().entry();
        int field = entry.startsWith("X") ? 0 : 1;
        claims.fails(about, how, q, field, entry, field == 0 ? next.x() : next.y());
      } else {
        List<ReadMatrix> printed = List.of(next.x(), next.y());
        claims.passes(Claim.Kind.UPDATE_PASSES, about, how, q, printed);
      }
    }
  }

  /** The claims. */
  public Claims claims() {
    return claims;
  }

  private static Texts texts(TraceHeader header, TraceState state) {
    return Texts.ofUpdate(
        CoqText.rows(header.target()),
        CoqText.rows(state.x()),
        CoqText.rows(state.y()),
        CoqText.number(header.etaX()),
        CoqText.number(header.etaY()),
        CoqText.rows(state.judgedNoiseX()),
        CoqText.rows(state.judgedNoiseY()),
        state.x().rows(),
        state.y().rows(),
        state.x().columns());
  }
}
