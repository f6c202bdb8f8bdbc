// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.judge.TraceProfile.Span;

/** Known answers: what is kept of a trace that is longer than the profile. */
class TraceProfileTest {
  @Test
  void spans_shortTrace_areItsSteps() {
    TraceProfile profile = new TraceProfile();
    profile.add(new Span(5, -1, 0, 2.5));
    profile.add(new Span(6, 0.5, 0, 2));
    assertEquals(List.of(new Span(5, -1, 0, 2.5), new Span(6, 0.5, 0, 2)), profile.spans());
  }

  @Test
  void spans_longTrace_loseNoWrongUpdateAndStayFew() {
    for (int steps : new int[] {1024, 1025, 2048, 2049, 100_000}) {
      TraceProfile profile = new TraceProfile();
      for (int t = 0; t < steps; t++) {
        boolean wrong = t % 1000 == 999;
        profile.add(new Span(t, wrong ? t : 0.25, wrong ? 1 : 0, t));
      }
      List<Span> spans = profile.spans();
      assertTrue(spans.size() <= 1024 && spans.size() > 512, steps + ": " + spans.size());
      assertEquals(steps / 1000, spans.stream().mapToLong(Span::wrong).sum());
      long width = spans.get(1).t();
      for (int i = 0; i < spans.size(); i++) {
        Span span = spans.get(i);
        assertEquals(i * width, span.t());
        assertEquals((double) span.t(), span.balance());
        // The last wrong step of the span is the largest of its errors.
        long end = Math.min(span.t() + width, steps);
        long last = end - 1 - Math.floorMod(end - 1 - 999, 1000);
        assertEquals(last >= span.t() ? last : 0.25, span.worst());
      }
    }
  }
}
