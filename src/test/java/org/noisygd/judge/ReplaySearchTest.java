// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.noisygd.judge.diagnosis.DiagnosisDeadline;

/** Known answers: memory is told from chance by asking again. */
final class ReplaySearchTest {
  private static final List<String> EARLIER = List.of("hello", "a", "b", "c");

  private int asked;

  private Replay search(Function<List<String>, ReplaySearch.Outcome> fresh) {
    return new ReplaySearch(fresh, DiagnosisDeadline.never()).search(EARLIER, "d");
  }

  @Test
  void search_wrongAfterOneRequest_remembersIt() {
    Replay found =
        search(
            lines -> lines.contains("b") ? ReplaySearch.Outcome.WRONG : ReplaySearch.Outcome.RIGHT);
    assertTrue(found.remembers());
    assertEquals(List.of("b", "d"), found.requests());
  }

  /** The second process errs, whatever it was asked. */
  @Test
  void search_wrongOnceByChance_remembersNothing() {
    Replay found =
        search(lines -> asked++ == 1 ? ReplaySearch.Outcome.WRONG : ReplaySearch.Outcome.RIGHT);
    assertFalse(found.remembers());
    assertTrue(found.words().contains("change from one start to the next"), found.words());
  }

  /** Every second process errs: the first conversation and the next try alone. */
  @Test
  void search_wrongEverySecondTime_remembersNothing() {
    Replay found =
        search(lines -> asked++ % 2 == 1 ? ReplaySearch.Outcome.WRONG : ReplaySearch.Outcome.RIGHT);
    assertFalse(found.remembers());
  }
}
