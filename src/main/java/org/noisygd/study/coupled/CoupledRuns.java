// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.descent.fast.Workers;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.Meter;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;

/**
 * Replicates of coupled runs (common random numbers): a replicate has one run per arithmetic, all
 * under the same noise, and observers record them. The replicates advance together, a stretch of
 * updates at a time, on several threads. Between two stretches one thread reads all observers in
 * the order of the replicates, so results do not depend on the number of threads.
 */
public final class CoupledRuns {
  /** Maximum number of updates between two meetings of the replicates. */
  public static final int STRETCH = 512;

  /** The target for the time of one core between two meetings, in seconds. */
  private static final double OFTEN = 1;

  /** Observes the runs of one replicate. No two threads call it at the same time. */
  public interface Observer {
    /** Called for each run a before its update from step t. */
    default void before(long t, int a, Trajectory run) {}

    /** Called for each run a at step t, from 0 on, in the order of the runs. */
    void at(long t, int a, Trajectory run);

    /** Called instead if run a has left the range of its arithmetic. */
    default void lost(long t, int a) {}
  }

  /** The work between two stretches. */
  public interface Meeting {
    /**
     * Reads the observers for the steps after {@code from} up to {@code to}; false ends the runs.
     */
    boolean goesOn(long from, long to);
  }

  /** A quantity of each run of a replicate at the steps of the last stretch. */
  public static final class LastValues implements Observer {
    /** Space for a stretch and its beginning; a power of two, so steps are indexed by a mask. */
    private static final int KEPT = 2 * STRETCH;

    private final ToDoubleFunction<Trajectory> number;
    private final double[][] values;

    LastValues(ToDoubleFunction<Trajectory> number, int runs) {
      this.number = number;
      this.values = new double[runs][KEPT];
    }

    @Override
    public void at(long t, int a, Trajectory run) {
      values[a][(int) (t & (KEPT - 1))] = number.applyAsDouble(run);
    }

    @Override
    public void lost(long t, int a) {
      values[a][(int) (t & (KEPT - 1))] = Double.NaN;
    }

    /** The quantity of run a at step t of the last stretch, its beginning included; NaN if lost. */
    public double get(int a, long t) {
      return values[a][(int) (t & (KEPT - 1))];
    }
  }

  /** A replicate: its runs and their observers. */
  private static final class Replicate {
    private final List<JointUpdate.Member> runs;
    private final List<Observer> observers = new ArrayList<>();

    Replicate(ReplicateNoise noise, List<Trajectory> runs) {
      this.runs = runs.stream().map(run -> new JointUpdate.Member(run, noise)).toList();
    }

    void before(long t) {
      for (int a = 0; a < runs.size(); a++) {
        for (Observer observer : observers) {
          if (!runs.get(a).isLost()) {
            observer.before(t, a, runs.get(a).run());
          }
        }
      }
    }

    void show(long t) {
      for (int a = 0; a < runs.size(); a++) {
        for (Observer observer : observers) {
          if (runs.get(a).isLost()) {
            observer.lost(t, a);
          } else {
            observer.at(t, a, runs.get(a).run());
          }
        }
      }
    }
  }

  /** Replicates whose updates one thread makes together. */
  private static final class Group {
    private final List<Replicate> replicates;
    private final JointUpdate update;

    Group(Experiment setting, List<Replicate> replicates) {
      this.replicates = replicates;
      this.update =
          new JointUpdate(setting, replicates.stream().flatMap(one -> one.runs.stream()).toList());
    }

    void advance(long from, long to) {
      if (from == 0) {
        replicates.forEach(one -> one.show(0));
      }
      for (long t = from; t < to; t++) {
        for (Replicate one : replicates) {
          one.before(t);
        }
        update.advance(t);
        for (Replicate one : replicates) {
          one.show(t + 1);
        }
      }
    }
  }

  private final RunSet runs;
  private final List<Replicate> replicates;
  private BiConsumer<Long, Long> reported = (from, to) -> {};
  private long reached;
  private boolean goesOn = true;

  /**
   * Prepares the runs.
   *
   * @param of the function from a replicate's number to its runs
   */
  public CoupledRuns(RunSet runs, LongFunction<List<Trajectory>> of) {
    this(runs, 0, of);
  }

  private CoupledRuns(RunSet runs, long first, LongFunction<List<Trajectory>> of) {
    this.runs = runs;
    this.replicates =
        LongStream.range(first, first + runs.replicates())
            .mapToObj(
                i -> new Replicate(new ReplicateNoise(runs.setting(), runs.seed(), i), of.apply(i)))
            .toList();
  }

  /**
   * Runs in binary64, one in each replicate, with the bits of {@code descent}.
   *
   * @param first the number of the first replicate; independent runs have different numbers
   * @param starts the start of each replicate, by the number of the replicate
   */
  public static CoupledRuns inBinary64(
      RunSet runs, long first, LongFunction<Factors<Double>> starts) {
    return new CoupledRuns(
        runs,
        first,
        i -> {
          Factors<Double> start = starts.apply(i);
          double[] x0 = start.x().roundToRows();
          double[] y0 = start.y().roundToRows();
          return List.of(
              new Trajectories(runs.setting(), x0, y0, runs.seed(), i).in(ArithmeticName.BINARY64));
        });
  }

  /**
   * Adds an observer to each replicate, before the runs begin.
   *
   * @param observer the function from a number of runs to an observer
   * @return the observers, in the order of the replicates
   */
  public <O extends Observer> List<O> observedBy(Function<Integer, O> observer) {
    List<O> observers = new ArrayList<>();
    for (Replicate one : replicates) {
      O added = observer.apply(one.runs.size());
      one.observers.add(added);
      observers.add(added);
    }
    return observers;
  }

  /** Records a quantity of each run at the steps since the last meeting, which may read it. */
  public List<LastValues> lastValues(ToDoubleFunction<Trajectory> number) {
    return observedBy(runs -> new LastValues(number, runs));
  }

  /** Reports the progress, under the name {@code of}, to a meter of updates. */
  public void report(Meter meter, String of) {
    reported =
        (from, to) ->
            meter.finished(
                (double) (to - from),
                Text.format("%,d of %,d updates of %s", to, runs.steps(), of));
  }

  /** Advances to the last step on this thread alone. */
  public void advance() {
    try (Workers workers = new Workers(1)) {
      advance(workers, STRETCH, (from, to) -> true, () -> false);
    }
  }

  /**
   * Advances to the last step, or until a meeting ends the runs; stretches are shorter if updates
   * take long, so that there is a meeting about every second.
   *
   * @param stretch the updates between two meetings, at most {@link #STRETCH}
   * @param shouldStop the condition, checked at each meeting, for ending with the results so far
   * @return true if the condition ended the runs
   */
  public boolean advance(
      Workers workers, int stretch, Meeting meeting, BooleanSupplier shouldStop) {
    List<Group> groups = groups(workers.threads());
    double seconds =
        RunCost.seconds(runs.setting()) * replicates.size() * replicates.get(0).runs.size();
    long most = (long) Math.max(1, Math.min(stretch, OFTEN / seconds));
    // At least one stretch is run, so that there is a result.
    long last = shouldStop.getAsBoolean() ? runs.steps() - 1 : runs.steps();
    while (goesOn) {
      long begin = reached;
      long end = Math.min(last, begin + most);
      workers.all(groups, one -> one.advance(begin, end));
      reached = end;
      goesOn = meeting.goesOn(begin, end) && end < runs.steps();
      reported.accept(begin, end);
      if (goesOn && shouldStop.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** The setting, the replicates and the steps. */
  public RunSet runs() {
    return runs;
  }

  /** The last step of the runs so far. */
  public long reached() {
    return reached;
  }

  /**
   * The replicates in groups: equally many for each thread, each no larger than a vector; groups of
   * one if no batch computes an update.
   */
  private List<Group> groups(int threads) {
    int n = replicates.size();
    boolean together = replicates.get(0).runs.stream().anyMatch(JointUpdate.Member::isJoint);
    int rounds = (n - 1) / (threads * ReplicateBatch.LANE_GROUP) + 1;
    int count = together ? Math.min(n, threads * rounds) : n;
    return IntStream.range(0, count)
        .mapToObj(g -> replicates.subList(begin(g, count), begin(g + 1, count)))
        .map(some -> new Group(runs.setting(), some))
        .toList();
  }

  private int begin(int group, int count) {
    return (int) ((long) replicates.size() * group / count);
  }
}
