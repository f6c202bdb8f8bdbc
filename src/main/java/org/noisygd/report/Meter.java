// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.noisygd.number.Text;

/**
 * How far a long command is, and how long it will still take if it goes on at the rate so far: the
 * time from the start, times the work left over the work done. If every part takes a time in
 * proportion to its work on workers that are always busy, this is off by at most the time of the
 * longest part: the work done inside unfinished parts is not known, and at the end some workers
 * wait for the last.
 */
public final class Meter {
  private static final double NANOS_A_SECOND = 1e9;

  /** From so many seconds on a command says beforehand how long it takes. */
  private static final double LONG = 600;

  private final double work;
  private final LongSupplier clock;
  private final Consumer<String> told;
  private final long start;
  private double done;

  /**
   * Begins to measure.
   *
   * @param work all of it, in units that take about the same time each
   * @param told takes the progress, in words
   */
  public Meter(double work, Consumer<String> told) {
    this(work, System::nanoTime, told);
  }

  Meter(double work, LongSupplier clock, Consumer<String> told) {
    this.work = work;
    this.clock = clock;
    this.told = told;
    this.start = clock.getAsLong();
  }

  /**
   * Adds finished work.
   *
   * @param words the progress, without the time left
   */
  public synchronized void finished(double more, String words) {
    done += more;
    told.accept(words + ", about " + duration(left()) + " left");
  }

  /** The time left, in seconds. */
  synchronized double left() {
    double taken = (clock.getAsLong() - start) / NANOS_A_SECOND;
    return done == 0 ? Double.POSITIVE_INFINITY : taken * Math.max(0, work - done) / done;
  }

  /**
   * What to say before a command that takes long; nothing if it takes ten minutes or less.
   *
   * @param seconds that it will take, about
   * @param shorter what makes it shorter
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
