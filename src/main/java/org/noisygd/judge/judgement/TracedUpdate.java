// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.util.LinkedHashMap;
import java.util.Map;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Arithmetic;

/**
 * An update of a trace.
 *
 * @param header the header of the trace
 * @param from the state before it, with its noise
 * @param to the state after it
 */
public record TracedUpdate(TraceHeader header, TraceState from, TraceState to) {
  /** All its matrices, by their locations. */
  Map<Place, ReadMatrix> places() {
    Map<Place, ReadMatrix> all = given();
    all.put(Place.of("X").at(to.t()), to.x());
    all.put(Place.of("Y").at(to.t()), to.y());
    return all;
  }

  /** The matrices that determine the update. */
  private Map<Place, ReadMatrix> given() {
    Map<Place, ReadMatrix> all = new LinkedHashMap<>();
    all.put(Place.of("M"), header.target());
    all.put(Place.of("X").at(from.t()), from.x());
    all.put(Place.of("Y").at(from.t()), from.y());
    all.put(Place.of("noiseX").at(from.t()), from.judgedNoiseX());
    all.put(Place.of("noiseY").at(from.t()), from.judgedNoiseY());
    return all;
  }

  /**
   * Returns true if all numbers before the update are doubles, so that dyadic numbers hold them.
   */
  boolean isFromDoubles() {
    return header.etaX().isDouble()
        && header.etaY().isDouble()
        && given().values().stream().allMatch(m -> m.isFinite() && m.areDoubles());
  }

  /** The update in an arithmetic that holds its numbers. */
  <T> Update<T> in(Arithmetic<T> exact) {
    return new Update<>(
        new PerturbedUpdate<>(
            header.target().in(exact),
            new StepSizes<>(header.etaX().in(exact), header.etaY().in(exact)),
            UpdateForm.RESIDUAL),
        new Factors<>(from.x().in(exact), from.y().in(exact)),
        new Factors<>(from.judgedNoiseX().in(exact), from.judgedNoiseY().in(exact)));
  }
}
