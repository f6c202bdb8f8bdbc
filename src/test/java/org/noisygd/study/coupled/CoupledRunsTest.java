// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.fast.Workers;

/** Known answers: what observers are shown, and when runs end. */
class CoupledRunsTest {
  private static final Experiment SETTING = PaperExperiments.studied("fig4");

  /** A run whose X is its step, until it leaves its numbers on the way to step {@code end}. */
  private static final class Counting implements Trajectory {
    private final long end;
    private final double[] x = {0};
    private final double[] noise = {0};

    Counting(long end) {
      this.end = end;
    }

    @Override
    public void advance(long t, double[] noiseX, double[] noiseY) {
      if (t + 1 == end) {
        throw new ArithmeticException("exponent too large");
      }
      x[0] = t + 1;
      noise[0] = noiseX[0];
    }

    @Override
    public double[] x() {
      return x;
    }

    @Override
    public double[] y() {
      return noise;
    }
  }

  /** Writes down what it is shown. */
  private static final class Diary implements CoupledRuns.Observer {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void before(long t, int a, Trajectory run) {
      lines.add("before " + a + " at " + t + ": " + run.x()[0]);
    }

    @Override
    public void at(long t, int a, Trajectory run) {
      lines.add(a + " at " + t + ": " + run.x()[0]);
    }

    @Override
    public void lost(long t, int a) {
      lines.add(a + " lost at " + t);
    }
  }

  private static CoupledRuns runs(int replicates, long steps, long end) {
    return new CoupledRuns(
        new RunSet(SETTING, replicates, steps, 1),
        i -> List.of(new Counting(-1), new Counting(end)));
  }

  @Test
  void advance_aRunThatIsLost_isShownUntilThen() {
    CoupledRuns runs = runs(1, 3, 2);
    List<Diary> diaries = runs.observedBy(count -> new Diary());
    try (Workers workers = new Workers(1)) {
      runs.advance(workers, CoupledRuns.STRETCH, (from, to) -> true, () -> false);
    }
    assertEquals(
        List.of(
            "0 at 0: 0.0",
            "1 at 0: 0.0",
            "before 0 at 0: 0.0",
            "before 1 at 0: 0.0",
            "0 at 1: 1.0",
            "1 at 1: 1.0",
            "before 0 at 1: 1.0",
            "before 1 at 1: 1.0",
            "0 at 2: 2.0",
            "1 lost at 2",
            "before 0 at 2: 2.0",
            "0 at 3: 3.0",
            "1 lost at 3"),
        diaries.get(0).lines);
  }

  /** A meeting has every step of its stretch and the one before, and can end the runs. */
  @Test
  void lastValues_atEachMeeting_areThoseOfItsStretch() {
    int stretch = CoupledRuns.STRETCH;
    CoupledRuns runs = runs(5, 9L * stretch, 2 * stretch);
    List<CoupledRuns.LastValues> values = runs.lastValues(run -> run.x()[0]);
    List<CoupledRuns.LastValues> noise = runs.lastValues(run -> run.y()[0]);
    List<Long> meetings = new ArrayList<>();
    try (Workers workers = new Workers(3)) {
      runs.advance(
          workers,
          stretch,
          (from, to) -> {
            meetings.add(to);
            for (CoupledRuns.LastValues one : values) {
              for (long t = from; t <= to; t++) {
                assertEquals(t, one.get(0, t));
                assertEquals(t < 2 * stretch ? t : Double.NaN, one.get(1, t));
              }
            }
            return to < 3 * stretch;
          },
          () -> false);
    }
    assertEquals(List.of((long) stretch, 2L * stretch, 3L * stretch), meetings);
    for (int i = 0; i < 5; i++) {
      ReplicateNoise expected = new ReplicateNoise(SETTING, 1, i);
      expected.at(3 * stretch - 1);
      assertEquals(expected.x[0], noise.get(i).get(0, 3 * stretch));
    }
  }
}
