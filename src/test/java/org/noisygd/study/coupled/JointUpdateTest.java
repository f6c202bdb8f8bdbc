// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.format.ArithmeticName;

/** Cross-check: runs that are advanced together have the bits of runs that advance alone. */
class JointUpdateTest {
  private static final long SEED = 7;
  private static final int STEPS = 12;

  /** The number of the first subjects whose updates a batch makes. */
  private static final int PLAIN = 7;

  private static final List<ArithmeticName> SUBJECTS =
      List.of(
              "binary64",
              "double-double",
              "bfloat16",
              "e4m3/stochastic",
              "bfloat16/compensated",
              "binary:10/master",
              "mxfp8-e4m3/floor/stochastic/columns",
              "bfloat16*13:8",
              "binary:12/every",
              "decimal:20")
          .stream()
          .map(ArithmeticName::parse)
          .toList();

  private static Stream<Trajectory> runs(Experiment setting, long replicate) {
    Trajectories factory = new Trajectories(setting, SEED, replicate);
    return SUBJECTS.stream().map(factory::in);
  }

  private static List<JointUpdate.Member> members(Experiment setting, long replicate) {
    ReplicateNoise noise = new ReplicateNoise(setting, SEED, replicate);
    return runs(setting, replicate).map(run -> new JointUpdate.Member(run, noise)).toList();
  }

  private static void compare(Experiment setting, int replicates) {
    List<JointUpdate.Member> together = new ArrayList<>();
    List<Trajectory> alone = new ArrayList<>();
    List<ReplicateNoise> noises = new ArrayList<>();
    for (long i = 0; i < replicates; i++) {
      together.addAll(members(setting, i));
      alone.addAll(runs(setting, i).toList());
      noises.add(new ReplicateNoise(setting, SEED, i));
    }
    assertEquals(
        (long) replicates * PLAIN, together.stream().filter(JointUpdate.Member::isJoint).count());
    JointUpdate update = new JointUpdate(setting, together);
    for (int t = 0; t < STEPS; t++) {
      for (int i = 0; i < replicates; i++) {
        noises.get(i).at(t);
      }
      update.advance(t);
      for (int n = 0; n < alone.size(); n++) {
        ReplicateNoise noise = noises.get(n / SUBJECTS.size());
        Trajectory expected = alone.get(n);
        Trajectory actual = together.get(n).run();
        expected.advance(t, noise.x, noise.y);
        assertArrayEquals(expected.x(), actual.x());
        assertArrayEquals(expected.y(), actual.y());
        assertArrayEquals(expected.computedX(), actual.computedX());
        assertArrayEquals(expected.computedY(), actual.computedY());
      }
    }
  }

  /** One replicate fills no vector; three fill the last one in part. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void advance_together_givesTheBitsOfEachRun(int replicates) {
    compare(PaperExperiments.studied("rank10"), replicates);
  }

  /** Zeros of both signs in the noise and the start: a double-double's zeros have no sign. */
  @ParameterizedTest
  @ValueSource(strings = {"rank1", "rank10"})
  void advance_signedZeros_givesTheBitsOfEachRun(String name) {
    Experiment setting = PaperExperiments.studied(name).withNoise(0, 0.05);
    List<Double> zeros = new ArrayList<>();
    for (int n = 0; n < setting.d1() * setting.r(); n++) {
      zeros.add(n % 2 == 0 ? -0.0 : 0.0);
    }
    List<Double> y = new ArrayList<>();
    for (double value : setting.startY(SEED, 0)) {
      y.add(value);
    }
    compare(setting.withStart(Start.at(zeros, y)), 1);
  }

  /** Steps so large that most runs leave the finite numbers. */
  @ParameterizedTest
  @ValueSource(doubles = {30, 1e200})
  void advance_overflow_givesTheBitsOfEachRun(double eta) {
    Experiment setting = PaperExperiments.studied("rank1").withStepSizes(eta, eta);
    compare(setting, 1);
  }
}
