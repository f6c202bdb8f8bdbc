// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * A run of an experiment of the paper, and the states in the traces.
 *
 * @param experiment the experiment
 * @param replicate the replicate of the noise stream
 * @param windows the states in the traces
 */
record TraceSetting(Experiment experiment, long replicate, List<Window> windows) {

  /** The seed of every run's noise and start: the paper's number on arXiv, 2102.12430. */
  static final long SEED = 210212430;

  /** Copies the windows. */
  TraceSetting {
    windows = List.copyOf(windows);
  }

  /**
   * Consecutive states of a run.
   *
   * @param phase the part of the run: start, transition, phase3, late or end
   * @param from the first step
   * @param states the number of states
   * @param decimalStates the number of states also given in 50 digits
   * @param gramStates the number of states also given in Gram form
   */
  record Window(String phase, long from, int states, int decimalStates, int gramStates) {}

  /** The approximate step of each run's transition from the saddle to the valley. */
  private static final Map<String, Long> TRANSITIONS =
      Map.ofEntries(
          Map.entry("fig2a", 750L),
          Map.entry("fig2b", 400L),
          Map.entry("fig2c", 900L),
          Map.entry("fig2d", 800L),
          Map.entry("fig2e", 500L),
          Map.entry("fig2f", 650L),
          Map.entry("fig2g", 600L),
          Map.entry("fig3a", 800L),
          Map.entry("fig3b", 500L),
          Map.entry("fig3c", 1000L),
          Map.entry("fig3d", 900L),
          Map.entry("fig3e", 750L),
          Map.entry("fig3f", 1000L));

  /** The paper's runs, in the order of its figures; a run's index is its replicate. */
  static List<TraceSetting> paper() {
    List<TraceSetting> all = new ArrayList<>();
    for (Experiment experiment : PaperExperiments.all()) {
      all.add(new TraceSetting(experiment, all.size(), windows(experiment)));
    }
    return List.copyOf(all);
  }

  private static List<Window> windows(Experiment experiment) {
    @Nullable Long transition = TRANSITIONS.get(experiment.name());
    if (transition == null) {
      List<Window> windows = new ArrayList<>();
      windows.add(new Window("start", 0, 31, 31, 31));
      windows.add(new Window("transition", 30, 71, 21, 21));
      if (experiment.isNoisy()) {
        windows.add(new Window("phase3", 20_000, 101, 21, 21));
        windows.add(new Window("late", 100_000, 101, 21, 0));
      } else {
        windows.add(new Window("end", 1_000, 21, 11, 0));
      }
      return windows;
    }
    boolean one = experiment.r() == 1;
    boolean gram = experiment.name().endsWith("a") || experiment.name().endsWith("c");
    int states = one ? 26 : 6;
    int decimal = one ? 9 : 2;
    int gramStates = gram ? (one ? 11 : 3) : 0;
    return List.of(
        new Window("start", 0, states, decimal, gramStates),
        new Window("transition", transition, states, one ? decimal : 0, 0),
        new Window(experiment.isNoisy() ? "phase3" : "end", 4000, states, decimal, gramStates));
  }

  /** The stream of the noise and the start. */
  GaussianStream stream() {
    return new GaussianStream(SEED);
  }

  /** Writes the noise of the update from step t to t + 1; leaves zeros for gradient descent. */
  void noise(long t, double[] noiseX, double[] noiseY) {
    if (experiment.isNoisy()) {
      new NoiseSource(stream(), FactorId.NOISE_X, experiment.sigmaX()).fill(noiseX, replicate, t);
      new NoiseSource(stream(), FactorId.NOISE_Y, experiment.sigmaY()).fill(noiseY, replicate, t);
    }
  }
}
