// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.number.Arithmetic;

/**
 * The numbers of a reply: its fields, or, for a run, its states by step.
 *
 * @param fields the matrices by field name, in order; empty for a run
 * @param states (X, Y) by step; empty for any other op
 */
public record Answer(Map<String, ReadMatrix> fields, Map<Integer, List<ReadMatrix>> states) {
  public Stream<ReadMatrix> matrices() {
    return Stream.concat(fields.values().stream(), states.values().stream().flatMap(List::stream));
  }

  /** (X, Y) at a recorded step. */
  public List<ReadMatrix> state(int t) {
    return Optional.ofNullable(states.get(t))
        .orElseThrow(() -> new IllegalStateException("no state " + t));
  }

  /** The matrices of the state at step t, by field name. */
  public Map<String, ReadMatrix> fields(int t) {
    Map<String, ReadMatrix> all = new LinkedHashMap<>();
    all.put("X", state(t).get(0));
    all.put("Y", state(t).get(1));
    return all;
  }

  /** All its matrices, by their locations. */
  public Map<Place, ReadMatrix> places() {
    Map<Place, ReadMatrix> all = new LinkedHashMap<>();
    fields.forEach((field, m) -> all.put(Place.of(field), m));
    states
        .keySet()
        .forEach(t -> fields(t).forEach((field, m) -> all.put(Place.of(field).at(t), m)));
    return all;
  }

  /**
   * Returns a copy in little memory, whose matrices read an entry on each access.
   *
   * @param arithmetic the arithmetic in which it was read
   */
  public Answer kept(Arithmetic<?> arithmetic) {
    Map<String, ReadMatrix> keptFields = new LinkedHashMap<>(fields);
    keptFields.replaceAll((field, m) -> m.kept(arithmetic));
    Map<Integer, List<ReadMatrix>> keptStates = new LinkedHashMap<>(states);
    keptStates.replaceAll((t, state) -> state.stream().map(m -> m.kept(arithmetic)).toList());
    return new Answer(keptFields, keptStates);
  }

  /** Returns true if a number is too small to be read. */
  public boolean isVanishing() {
    return matrices().flatMap(m -> m.entries().stream()).anyMatch(ReadNumber::isVanishing);
  }

  public boolean isFinite() {
    return matrices().allMatch(ReadMatrix::isFinite);
  }
}
