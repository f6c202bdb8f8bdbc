// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.io.json.JsonText;
import org.noisygd.number.matrix.Matrix;

/**
 * Writes a trace in the protocol's format, with the same bytes on every machine. {@link
 * TraceReader} reads back the same numbers.
 */
public final class TraceWriter<T> {
  private final StringBuilder out;

  /**
   * Writes the header.
   *
   * @param out the output
   * @param name the trace's own name
   * @param target M
   * @param steps the step sizes
   * @param more the function that adds fields of provenance after the protocol's fields
   */
  public TraceWriter(
      StringBuilder out,
      String name,
      Matrix<T> target,
      StepSizes<T> steps,
      java.util.function.Consumer<JsonText> more) {
    this.out = out;
    JsonText header = new JsonText().integer("trace", 1).string("name", name);
    header.string("arithmetic", target.arithmetic().name());
    header.number("etaX", target.arithmetic(), steps.etaX());
    header.number("etaY", target.arithmetic(), steps.etaY());
    more.accept(header);
    header.matrix("M", target);
    out.append(header).append('\n');
  }

  /** Writes one state, with the noise of the update that starts from it, if there is any. */
  public void state(long t, Factors<T> iterate, @Nullable Factors<T> noise) {
    JsonText state = new JsonText().integer("t", t);
    state.matrix("X", iterate.x()).matrix("Y", iterate.y());
    if (noise != null) {
      state.matrix("noiseX", noise.x()).matrix("noiseY", noise.y());
    }
    out.append(state).append('\n');
  }
}
