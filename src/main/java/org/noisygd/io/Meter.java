// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.noisygd.number.Text;

/**
 * The progress of a long command, and its remaining time at the rate so far: the time from the
 * start, times the remaining work over the finished work. If the time of every part is proportional
 * to its work and all workers are always busy, the error is at most the time of the longest part:
 * the work done on unfinished parts is unknown, and at the end some workers wait for the last one.
 */
public final class Meter {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Threshold in seconds, ten minutes, above which a command announces its time. */
  private static final double LONG = 600;

  private final double work;
  private final LongSupplier clock;
  private final Consumer<String> progress;
  private final long start;
  private double done;

  /**
   * Begins to measure.
   *
   * @param work the total work, in units of about the same time
   * @param progress the receiver of the progress, in words
   */
  public Meter(double work, Consumer<String> progress) {
    this(work, System::nanoTime, progress);
  }

  Meter(double work, LongSupplier clock, Consumer<String> progress) {
    this.work = work;
    this.clock = clock;
    this.progress = progress;
    this.start = clock.getAsLong();
  }

  /**
   * Adds finished work.
   *
   * @param words the progress, without the remaining time
   */
  public synchronized void finished(double more, String words) {
    done += more;
    progress.accept(words + ", about " + duration(left()) + " left");
  }

  /** The remaining time, in seconds. */
  synchronized double left() {
    double taken = (clock.getAsLong() - start) / NANOS_PER_SECOND;
    return done == 0 ? Double.POSITIVE_INFINITY : taken * Math.max(0, work - done) / done;
  }

  /**
   * The announcement of a long command, or empty if it takes ten minutes or less.
   *
   * @param seconds the expected time
   * @param shorter an option that shortens it
   */
  public static Optional<String> expected(double seconds, String shorter) {
    return seconds > LONG
        ? Optional.of("This will take about " + duration(seconds) + "; " + shorter)
        : Optional.empty();
  }

  /** A time in words. */
  public static String duration(double seconds) {
    long rounded = Math.round(seconds);
    if (rounded < 60) {
      return rounded + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60
        ? minutes + " min"
        : minutes < 48 * 60
            ? Text.format("%d h %02d min", minutes / 60, minutes % 60)
            : Math.round(minutes / 1440.0) + " days";
  }
}
