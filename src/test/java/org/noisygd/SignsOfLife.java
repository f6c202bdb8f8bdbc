// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says every quarter of a minute which test is running, and writes what each class cost to {@code
 * test-times-FORK.csv} beside the classes: its name, its tests, and seconds elapsed and of
 * processor time, of this process and of those that it has started and seen end.
 */
public final class SignsOfLife implements TestExecutionListener {
  private static final long PERIOD_MS = 15_000;

  private final Map<String, Long> running = new ConcurrentHashMap<>();
  private final Map<String, double[]> begun = new ConcurrentHashMap<>();
  private final AtomicInteger tests = new AtomicInteger();

  /** Of the plan that runs: Maven makes one of each class. */
  private Optional<Timer> timer = Optional.empty();

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    PrintStream out = System.out; // a test may put another in its place, to see what is printed
    Timer ticks = new Timer("signs of life", true);
    timer = Optional.of(ticks);
    ticks.schedule(
        new TimerTask() {
          @Override
          public void run() {
            say(out);
          }
        },
        PERIOD_MS,
        PERIOD_MS);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    timer.ifPresent(Timer::cancel);
  }

  private void say(PrintStream out) {
    running.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .ifPresent(
            oldest ->
                out.printf(
                    Locale.ROOT,
                    "  %,d tests so far; %s has run for %d s%n",
                    tests.get(),
                    oldest.getKey(),
                    (System.nanoTime() - oldest.getValue()) / 1_000_000_000));
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      running.put(name(test), System.nanoTime());
    } else if (test.getSource().filter(ClassSource.class::isInstance).isPresent()) {
      begun.put(
          test.getUniqueId(),
          new double[] {System.nanoTime() * 1e-9, processorTime(), tests.get()});
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      running.remove(name(test));
      tests.incrementAndGet();
      return;
    }
    double[] then = begun.remove(test.getUniqueId());
    if (then != null) {
      write(
          String.format(
              Locale.ROOT,
              "%s,%d,%.2f,%.2f%n",
              test.getSource().map(ClassSource.class::cast).orElseThrow().getClassName(),
              tests.get() - (int) then[2],
              System.nanoTime() * 1e-9 - then[0],
              processorTime() - then[1]));
    }
  }

  private static void write(String line) {
    String begin = System.getProperty("test.times", "");
    if (begin.isEmpty()) {
      return; // not started by Maven
    }
    Path file = Path.of(begin + ".csv");
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(TestIdentifier test) {
    String method =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(MethodSource.class::cast)
            .map(m -> m.getClassName().replaceAll(".*\\.", "") + "." + m.getMethodName())
            .orElse("");
    String shown = test.getDisplayName();
    String name = shown.startsWith("[") ? method + " " + shown : method;
    return name.substring(0, Math.min(name.length(), 100));
  }

  /** Seconds, of this process and of its children that have ended; 0 where /proc is not there. */
  private static double processorTime() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int k = 11; k <= 14; k++) { // utime stime cutime cstime
        ticks += Long.parseLong(fields[k]);
      }
      return ticks * 0.01; // USER_HZ is 100 on every Linux
    } catch (IOException e) {
      return 0;
    }
  }
}
