// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceState;

/**
 * The errors and the balance along a trace, for a picture: spans of steps, each with its largest
 * error/bound. Beyond {@value #SPANS} spans each span doubles its length, so that memory stays
 * bounded.
 */
public final class TraceProfile {
  private static final int SPANS = 1024;

  private final List<Span> spans = new ArrayList<>();
  private long width = 1;
  private long inLast;

  /**
   * Some consecutive states.
   *
   * @param t the step of the first of them
   * @param worst the largest error over its bound of the updates that lead to them; infinite for a
   *     number that is not finite; negative if none was judged
   * @param wrong how many of these updates are wrong
   * @param balance ||X||^2 - ||Y||^2 of the first state, in double
   */
  public record Span(long t, double worst, long wrong, double balance) {
    private Span joined(Span later) {
      return new Span(t, Math.max(worst, later.worst), wrong + later.wrong, balance);
    }
  }

  /** An empty profile. */
  TraceProfile() {}

  /** Adds the next state, with the verdict on the update that leads to it. */
  void add(TraceState state, double worst, boolean wrong) {
    add(new Span(state.t(), worst, wrong ? 1 : 0, square(state.x()) - square(state.y())));
  }

  void add(Span one) {
    int last = spans.size() - 1;
    if (last >= 0 && inLast < width) {
      spans.set(last, spans.get(last).joined(one));
      inLast++;
      return;
    }
    if (spans.size() == SPANS) {
      for (int i = 0; i < SPANS / 2; i++) {
        spans.set(i, spans.get(2 * i).joined(spans.get(2 * i + 1)));
      }
      spans.subList(SPANS / 2, SPANS).clear();
      width *= 2;
    }
    spans.add(one);
    inLast = 1;
  }

  private static double square(ReadMatrix a) {
    return a.entries().stream()
        .map(n -> n.nearestDouble() * n.nearestDouble())
        .reduce(0.0, Double::sum);
  }

  /** The spans, in order; at most {@value #SPANS}. */
  public List<Span> spans() {
    return List.copyOf(spans);
  }
}
