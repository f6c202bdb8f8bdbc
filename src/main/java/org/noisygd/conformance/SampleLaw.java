// SPDX-License-Identifier: Apache-2.0
package org.noisygd.conformance;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.trace.ReadMatrix;

/** Judges the law of {@code sample}. */
final class SampleLaw {
  private final List<Examination.SampleResult> results = new ArrayList<>();

  SampleLaw(String arithmetic, long seed) {}

  List<Request> requests() {
    return List.of();
  }

  void add(Request q, List<ReadMatrix> x, List<ReadMatrix> y) {}

  List<Examination.SampleResult> results() {
    return results;
  }
}
