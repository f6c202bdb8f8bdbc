// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.formats.FormatStudy;

/**
 * Known answers by hand: x = 3, y = 5, M = 1, eta = 0.01, no noise, so R = 14 and the gradients are
 * 70 and 42. With three bits numbers in 2^k..2^(k+1) are multiples of 2^(k-2).
 */
class MethodRunTest {
  private static final Experiment SETTING = PaperExperiments.studied("fig4");
  private static final double[] NONE = {0};

  private static MethodRun run(String name) {
    StudiedArithmetic site = StudiedArithmetic.parse(name);
    return new MethodRun(
        site.method(), site.arithmetic(), SETTING, new double[] {3}, new double[] {5}, 1, 0);
  }

  @Test
  void advance_momentum_roundsWhatItKeeps() {
    MethodRun run = run("momentum:0.5/binary:3");
    run.advance(0, NONE, NONE);
    // 35 is 4.4 times 8, 21 is 5.25 times 4.
    assertEquals(3 - 0.01 * 32, run.x()[0]);
    assertEquals(5 - 0.01 * 20, run.y()[0]);
    assertEquals(0, run.unchanged());
  }

  @Test
  void advance_decay_roundsTheDecayedIterateAndTheNewOne() {
    MethodRun run = run("decay:0.5/binary:3");
    run.advance(0, NONE, NONE);
    // 2.985 and 4.975 go back to 3 and 5; then 2.3 and 4.58 to 2.5 and 5.
    assertEquals(2.5, run.x()[0]);
    assertEquals(5, run.y()[0]);
    assertEquals(1, run.unchanged());
  }

  @Test
  void advance_average_roundsTheAverageAlone() {
    MethodRun run = run("average:0.25/binary:3");
    run.advance(0, NONE, NONE);
    // 3 + (2.3 - 3)/4 = 2.825 goes to 3, 5 + (4.58 - 5)/4 = 4.895 to 5.
    assertEquals(3, run.x()[0]);
    assertEquals(5, run.y()[0]);
    run.advance(1, NONE, NONE);
    // R = 9.534: the iterates are 1.863328 and 4.360718, the averages 2.72 and 4.84.
    assertEquals(2.5, run.x()[0]);
    assertEquals(5, run.y()[0]);
    assertEquals(0.75, run.unchanged());
  }

  @Test
  void advance_gradients_movesAtTheLastByTheRoundedSum() {
    MethodRun run = run("gradients:2/binary:3");
    run.advance(0, NONE, NONE);
    assertEquals(3, run.x()[0]);
    run.advance(1, NONE, NONE);
    // 70 goes to 64, 134 to 128; 42 to 40, 82 to 80.
    assertEquals(3 - 0.01 * 64, run.x()[0]);
    assertEquals(5 - 0.01 * 40, run.y()[0]);
  }

  /** Methods whose parameter makes them plain descent, bit for bit. */
  @ParameterizedTest
  @ValueSource(strings = {"momentum:0", "decay:0", "average:1", "gradients:1"})
  void advance_withoutEffect_isThePlainRun(String method) {
    StudiedArithmetic site = StudiedArithmetic.parse(method + "/binary:50");
    Experiment setting = FormatStudy.problem();
    double[] x0 = setting.startX(1, 0);
    double[] y0 = setting.startY(1, 0);
    Trajectory run = new Trajectories(setting, x0, y0, 1, 0).in(site.twin());
    Trajectory plain = new Trajectories(setting, 1, 0).in(ArithmeticName.parse("binary64"));
    Random random = new Random(18);
    for (int t = 0; t < 20; t++) {
      double[] noiseX = random.doubles(x0.length, -0.1, 0.1).toArray();
      double[] noiseY = random.doubles(y0.length, -0.1, 0.1).toArray();
      run.advance(t, noiseX, noiseY);
      plain.advance(t, noiseX, noiseY);
      // The average a + (theta - a) rounds twice where its difference does.
      double allowed = method.startsWith("average") ? 0x1p-50 : 0;
      assertArrayEquals(plain.x(), run.x(), allowed);
      assertArrayEquals(plain.y(), run.y(), allowed);
    }
  }
}
