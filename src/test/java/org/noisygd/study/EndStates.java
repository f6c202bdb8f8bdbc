// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.descent.fast.Snapshot;

/** Keeps the states of repeats at one step, factors row by row. */
public final class EndStates implements Repeats.Recorder {
  private final long step;
  private final Map<Long, double[][]> states = new ConcurrentHashMap<>();

  public EndStates(long step) {
    this.step = step;
  }

  @Override
  public boolean wants(long at) {
    return at == step;
  }

  @Override
  public void state(Snapshot snapshot) {
    ReplicateBatch batch = snapshot.batch();
    for (int lane = 0; lane < snapshot.size(); lane++) {
      double[][] state = {new double[batch.d1() * batch.r()], new double[batch.d2() * batch.r()]};
      batch.get(lane, 0, state[0], state[1]);
      states.put(snapshot.first() + lane, state);
    }
  }

  public double[] x(long replicate) {
    return states.get(replicate)[0];
  }

  public double[] y(long replicate) {
    return states.get(replicate)[1];
  }
}
