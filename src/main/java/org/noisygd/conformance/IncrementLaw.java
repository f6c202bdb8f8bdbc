// SPDX-License-Identifier: Apache-2.0
package org.noisygd.conformance;

import java.util.List;
import org.noisygd.trace.TraceHeader;
import org.noisygd.trace.TraceState;

/** Judges the increments of a trace without noise by their law. */
final class IncrementLaw {
  IncrementLaw(TraceHeader header) {}

  void add(TraceState state, TraceState next) {}

  List<Examination.SampleResult> results() {
    return List.of();
  }
}
