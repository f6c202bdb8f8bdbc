// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.util.LinkedHashMap;
import java.util.Map;
import org.noisygd.descent.objective.Factors;
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
public record TracedUpdate(TraceHeader header, TraceState from, TraceState to)
    implements Update.Sequence {
  /** All its matrices, by their locations. */
  Map<Place, ReadMatrix> places() {
    Map<Place, ReadMatrix> all = new LinkedHashMap<>();
    all.put(Place.of("M"), header.target());
    all.put(Place.of("X").at(from.t()), from.x());
    all.put(Place.of("Y").at(from.t()), from.y());
    all.put(Place.of("noiseX").at(from.t()), from.judgedNoiseX());
    all.put(Place.of("noiseY").at(from.t()), from.judgedNoiseY());
    all.put(Place.of("X").at(to.t()), to.x());
    all.put(Place.of("Y").at(to.t()), to.y());
    return all;
  }

  @Override
  public boolean areDoubles() {
    return header.etaX().isDouble()
        && header.etaY().isDouble()
        && places().values().stream().allMatch(m -> m.isFinite() && m.areDoubles());
  }

  @Override
  public <T> Factors<T> start(Arithmetic<T> arithmetic) {
    return new Factors<>(from.x().roundTo(arithmetic), from.y().roundTo(arithmetic));
  }

  @Override
  public <T> Update<T> update(long t, Factors<T> state) {
    Arithmetic<T> arithmetic = state.arithmetic();
    return new Update<>(
        header.target().roundTo(arithmetic),
        header.etaX().roundTo(arithmetic),
        header.etaY().roundTo(arithmetic),
        state,
        new Factors<>(
            from.judgedNoiseX().roundTo(arithmetic), from.judgedNoiseY().roundTo(arithmetic)));
  }
}
