// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.MatrixRounding;
import org.noisygd.number.format.RoundingWords;
import org.noisygd.study.twin.Method.Kind;

/**
 * A run by a {@link Method} in binary64 in which what the method keeps is rounded as it is stored.
 * One call is one gradient. With GRADIENTS the iterate moves only at every p-th call.
 */
public final class MethodRun implements Trajectory, DoubleUpdate.Stages {
  /** The first site of a method's random words, beyond those of an update's places. */
  private static final int FIRST_SITE = 16;

  private final Method method;
  private final DoubleUpdate update;
  private final RoundingWords source;
  private final long replicate;
  private final boolean stochastic;
  private final Side x;
  private final Side y;
  private long step;
  private long stores;
  private long unchanged;

  /** A run that rounds what it keeps as the arithmetic rounds stores, if it does. */
  MethodRun(
      Method method,
      ArithmeticName rounded,
      Experiment setting,
      double[] x0,
      double[] y0,
      long seed,
      long replicate) {
    this.method = method;
    this.update =
        new DoubleUpdate(
            new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL),
            setting.r());
    this.source = new RoundingWords(seed);
    this.replicate = replicate;
    this.stochastic = rounded.isStochastic();
    boolean average = method.kind() == Kind.AVERAGE;
    this.x = new Side(FIRST_SITE, setting.etaX(), x0, average, rounded.store(setting.r()));
    this.y = new Side(FIRST_SITE + 1, setting.etaY(), y0, average, rounded.store(setting.r()));
  }

  /** One factor: the iterate, and what the method keeps beside it. */
  private static final class Side {
    private final int site;
    private final double eta;
    private final double[] iterate;
    private final double[] next;
    private final double[] kept;
    private final double[] before;
    private final long[] words;
    private final Optional<MatrixRounding> rounding;

    Side(int site, double eta, double[] start, boolean average, Optional<MatrixRounding> rounding) {
      this.site = site;
      this.eta = eta;
      this.iterate = start.clone();
      this.next = start.clone();
      this.kept = average ? start.clone() : new double[start.length];
      this.before = start.clone();
      this.words = new long[start.length];
      this.rounding = rounding;
    }
  }

  @Override
  public void advance(long t, double[] noiseX, double[] noiseY) {
    step = t;
    if (method.kind() == Kind.DECAY) {
      decay(x);
      decay(y);
    }
    update.apply(x.iterate, y.iterate, noiseX, noiseY, x.next, y.next, this);
    arrive(x);
    arrive(y);
  }

  private void decay(Side side) {
    System.arraycopy(side.iterate, 0, side.before, 0, side.before.length);
    for (int i = 0; i < side.iterate.length; i++) {
      side.iterate[i] *= 1 - side.eta * method.parameter();
    }
    store(side, side.iterate, 0);
  }

  private void arrive(Side side) {
    System.arraycopy(side.next, 0, side.iterate, 0, side.next.length);
    if (method.kind() == Kind.DECAY) {
      round(side, side.iterate, 1);
    } else if (method.kind() == Kind.AVERAGE) {
      System.arraycopy(side.kept, 0, side.before, 0, side.before.length);
      for (int i = 0; i < side.kept.length; i++) {
        side.kept[i] += method.parameter() * (side.iterate[i] - side.kept[i]);
      }
      store(side, side.kept, 0);
    }
  }

  @Override
  public void gradient(double[] gx, double[] gy) {
    gradient(x, gx);
    gradient(y, gy);
  }

  private void gradient(Side side, double[] g) {
    double p = method.parameter();
    if (method.kind() == Kind.MOMENTUM) {
      System.arraycopy(side.kept, 0, side.before, 0, side.before.length);
      for (int i = 0; i < g.length; i++) {
        side.kept[i] = p * side.kept[i] + (1 - p) * g[i];
      }
      store(side, side.kept, 0);
      System.arraycopy(side.kept, 0, g, 0, g.length);
    } else if (method.kind() == Kind.GRADIENTS) {
      boolean first = step % (long) p == 0;
      System.arraycopy(side.kept, 0, side.before, 0, side.before.length);
      for (int i = 0; i < g.length; i++) {
        side.kept[i] = first ? g[i] : side.kept[i] + g[i];
      }
      store(side, side.kept, 0);
      boolean last = (step + 1) % (long) p == 0;
      for (int i = 0; i < g.length; i++) {
        g[i] = last ? side.kept[i] / p : 0;
      }
    }
  }

  /** Rounds what is kept, and counts the numbers that stayed as they were. */
  private void store(Side side, double[] values, int place) {
    round(side, values, place);
    stores += values.length;
    for (int i = 0; i < values.length; i++) {
      unchanged += values[i] == side.before[i] ? 1 : 0;
    }
  }

  private void round(Side side, double[] values, int place) {
    if (side.rounding.isPresent()) {
      if (stochastic) {
        source.fill(side.words, replicate, step, side.site + 2L * place);
      }
      side.rounding.get().round(values, side.words);
    }
  }

  /** The share of what is kept that an update left as it was. */
  public double unchanged() {
    return (double) unchanged / stores;
  }

  @Override
  public double[] x() {
    return method.kind() == Kind.AVERAGE ? x.kept : x.iterate;
  }

  @Override
  public double[] y() {
    return method.kind() == Kind.AVERAGE ? y.kept : y.iterate;
  }
}
