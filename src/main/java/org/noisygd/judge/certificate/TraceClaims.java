// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.TracedUpdate;
import org.noisygd.judge.verdict.UpdateJudge;
import org.noisygd.number.Require;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The claims about the updates of a trace, each from its own printed state. For one that passed:
 * each number is within its bound. For one that failed: no legal plan computes one of its numbers.
 */
public final class TraceClaims {
  /** The number that stands for the header's line. */
  private static final long HEADER = 0;

  private final Claims claims = new Claims();
  private final double most;

  /**
   * Claims about no update yet.
   *
   * @param most the seconds that Coq may take for the claims about passed updates
   */
  public TraceClaims(double most) {
    this.most = most;
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
    Claim.Said said = new Claim.Said("Traced", List.of(HEADER, state.line(), update.to().line()));
    Claims.Size size =
        Claims.Size.ofUpdate(state.x().rows(), state.y().rows(), state.x().columns());
    if (!Claims.areAbout(arithmetic)) {
      claims.leave("the arithmetic is not one that the theorems are stated for");
    } else if (failure.isPresent() && !failure.get().hasNumbers()) {
      claims.leave("a number that is not finite");
    } else if (failure.isPresent()) {
      UpdateJudge.ofScaledResiduals(RoundingModel.named(arithmetic))
          .judge(update)
          .failure()
          .ifPresentOrElse(
              f -> claims.fails(Claim.Kind.FAILS, about, said, f.place(), size),
              () -> claims.leave("a number that a residual scaled by norm/norm might explain"));
    } else if (claims.seconds() > most) {
      claims.leave("an update that passed, beyond those that Coq proves in --certificate-seconds");
    } else {
      claims.passes(Claim.Kind.UPDATE_PASSES, about, said, "Within", size);
    }
  }

  /**
   * The claims, with the lines of the trace that they are about.
   *
   * @throws IllegalArgumentException if the file cannot be read again
   */
  public Claims claims(Path file) {
    Require.that(
        Files.isRegularFile(file), "--certificate", "stand with a trace in a regular file", file);
    Claims known = new Claims();
    Set<Long> needed = new TreeSet<>();
    claims.claims().forEach(claim -> needed.addAll(claim.said().lines()));
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      boolean inStates = false;
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
        long said = inStates ? number : HEADER;
        inStates |= !text.isBlank();
        if (!text.isBlank() && needed.contains(said) && Claims.areAboutLine(text)) {
          known.say(said, text);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("--certificate cannot read again " + file, e);
    }
    for (Claim claim : claims.claims()) {
      if (known.lines().keySet().containsAll(claim.said().lines())) {
        known.add(claim);
      } else {
        known.leave("a line with a control character or a name that holds a backslash");
      }
    }
    claims.unclaimed().forEach((reason, count) -> known.leave(reason, count));
    return known;
  }
}
