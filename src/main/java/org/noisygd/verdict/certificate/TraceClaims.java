// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.judgement.TracedUpdate;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.certificate.Claims.Claim;

/**
 * The claims about the updates of a trace, each from its own printed state. For a passed one: each
 * number is within its bound. For a failed one: no admissible order gives one of its numbers.
 */
public final class TraceClaims {
  private final Claims claims = new Claims();
  private final double most;

  /**
   * An empty set of claims.
   *
   * @param most maximum time of Coq for the claims about passed updates, in seconds
   */
  public TraceClaims(double most) {
    this.most = most;
  }

  /** The claims, with their lines of the trace. */
  public Claims claims() {
    return claims;
  }

  /**
   * Adds an update.
   *
   * @param failure the entry farthest beyond its bound, if any
   */
  public void add(TracedUpdate update, Optional<CaseResult.Failure> failure) {
    String arithmetic = update.header().arithmetic().name();
    TraceState state = update.from();
    String about = "update to t=" + update.to().t();
    SortedMap<Long, String> lines = new TreeMap<>();
    for (TraceHeader.Line line :
        List.of(update.header().line(), state.line(), update.to().line())) {
      lines.put(line.number(), line.text());
    }
    Claim.Said said = new Claim.Said("Traced", lines);
    Claims.Size size =
        new Claims.Size(Ops.STEP, state.x().rows(), state.y().rows(), state.x().columns(), 3, 1);
    if (!Claims.areAbout(arithmetic)) {
      claims.leave("the arithmetic is not one that the theorems are stated for");
    } else if (!lines.values().stream().allMatch(Claims::areAboutLine)) {
      claims.leave("a line with a control character, or with a backslash in a name");
    } else if (failure.isPresent() && !failure.get().hasNumbers()) {
      claims.leave("a number that is not finite");
    } else if (failure.isPresent()) {
      new Judge(RoundingModel.named(arithmetic), Rule.WIDEST_BOUNDS)
          .judge(update)
          .failure()
          .ifPresentOrElse(
              f -> claims.fails(Claim.Kind.FAILS, about, said, f.place(), size),
              () -> claims.leave("a number that a residual scaled by norm/norm might explain"));
    } else if (claims.seconds() > most) {
      claims.leave("a right update, beyond the number that Coq proves in --certificate-seconds");
    } else {
      claims.passes(Claim.Kind.UPDATE_PASSES, about, said, "Within", size);
    }
  }
}
