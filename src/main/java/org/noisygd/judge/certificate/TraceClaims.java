// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * What is claimed of the updates of a trace, each from its own printed state: of one that passed
 * that each number is within its bound, of one that failed that no legal plan computes one of its
 * numbers.
 */
public final class TraceClaims {
  /**
   * A bound with four roundings more, as a residual that is scaled needs it, is less than twice as
   * large, n being 15 at least and n u at most 1/4; the rest is for the digits that are printed.
   */
  private static final BigDecimal SCALED = BigDecimal.valueOf(3);

  /** The number that stands for the header's line. */
  private static final long HEADER = 0;

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
    String about = "update to t=" + next.t();
    if (!Claims.areAbout(header.arithmetic().name())) {
      claims.leave("the arithmetic is not one that the theorems are stated for");
    } else if (failure.isPresent() && !failure.get().hasNumbers()) {
      claims.leave("a number that is not finite");
    } else if (failure.isEmpty() && claims.seconds() > most) {
      claims.leave("an update that passed, beyond those that Coq proves in --certificate-seconds");
    } else if (failure.isPresent() && !isBeyondScaled(header, state, failure.get())) {
      claims.leave("a number that a residual scaled by norm/norm might explain");
    } else {
      Claim.Said said = new Claim.Said("Traced", List.of(HEADER, state.line(), next.line()));
      Claims.Size size =
          Claims.Size.ofUpdate(state.x().rows(), state.y().rows(), state.x().columns());
      if (failure.isPresent()) {
        claims.fails(Claim.Kind.FAILS, about, said, failure.get().place(), size);
      } else {
        claims.passes(Claim.Kind.UPDATE_PASSES, about, said, "Within", size);
      }
    }
  }

  /** Whether an entry is beyond the bound of an update whose residual is scaled. */
  private static boolean isBeyondScaled(
      TraceHeader header, TraceState state, CaseResult.Failure failure) {
    Matrix<Double> m = Matrix.zeros(Binary64.INSTANCE, state.x().rows(), state.y().rows());
    Factors<Double> shape =
        Factors.zeros(Binary64.INSTANCE, state.x().rows(), state.y().rows(), state.x().columns());
    OpBounds.Pair bounds =
        new OpBounds(RoundingModel.named(header.arithmetic().name()))
            .step(m, shape, shape, 1.0, 1.0, true)
            .withMore(OpBounds.OF_SCALED_RESIDUAL);
    BigDecimal bound = new BigDecimal(failure.bound()); // zero where a number is due bit by bit
    return bound.signum() > 0
        && bounds.x().decides()
        && bounds.y().decides()
        && new BigDecimal(failure.error()).compareTo(SCALED.multiply(bound)) > 0;
  }

  /**
   * The claims, with the lines of the trace that they are about.
   *
   * @throws IllegalArgumentException if the file is none that can be read again
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
        if (text.isBlank()) {
          continue;
        }
        inStates = true;
        if (needed.contains(said) && Claims.areAboutLine(text)) {
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
