// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Text;
import org.noisygd.verify.check.CheckGroup;
import org.noisygd.verify.check.CheckResult;

/**
 * The results of a list of groups of checks.
 *
 * @param parts the groups with their results, in order
 * @param elapsed the wall-clock time of the checks
 */
public record Verification(List<Part> parts, Duration elapsed) {
  /** Copies the list. */
  public Verification {
    parts = List.copyOf(parts);
  }

  /**
   * A group with the results of its checks.
   *
   * @param group the group
   * @param results one result per check, in order
   */
  public record Part(CheckGroup group, List<CheckResult> results) {
    /** Copies the list. */
    public Part {
      results = List.copyOf(results);
    }
  }

  /**
   * Runs all checks in parallel; the results do not depend on the number of threads.
   *
   * @param done the receiver of each result, one at a time, in no particular order
   */
  public static Verification run(List<CheckGroup> groups, int threads, Consumer<CheckResult> done) {
    long start = System.nanoTime();
    Object oneAtATime = new Object();
    List<CheckResult> results;
    try (Workers workers = new Workers(threads)) {
      results =
          workers.map(
              groups.stream().flatMap(group -> group.checks().stream()).toList(),
              check -> {
                CheckResult result = check.run();
                synchronized (oneAtATime) {
                  done.accept(result);
                }
                return result;
              });
    }
    Iterator<CheckResult> next = results.iterator();
    List<Part> parts =
        groups.stream()
            .map(group -> new Part(group, group.checks().stream().map(c -> next.next()).toList()))
            .toList();
    return new Verification(parts, Duration.ofNanos(System.nanoTime() - start));
  }

  /** All results, in order. */
  public List<CheckResult> results() {
    return parts.stream().flatMap(part -> part.results().stream()).toList();
  }

  /** The number of checks with this status. */
  public int count(CheckResult.Status status) {
    return (int) results().stream().filter(result -> result.status() == status).count();
  }

  /** The number of cases decided in all checks. */
  public long cases() {
    return results().stream().mapToLong(CheckResult::cases).sum();
  }

  /** The verdict: pass if there was at least one check and every check held. */
  public CheckResult.Status verdict() {
    int held = count(CheckResult.Status.PASS);
    return held > 0 && held == results().size() ? CheckResult.Status.PASS : CheckResult.Status.FAIL;
  }

  /** The exit status of the command: 0 if every check holds, else 1. */
  public int exitStatus() {
    return verdict() == CheckResult.Status.PASS ? 0 : 1;
  }

  /** One line with the verdict, the numbers of checks and cases, and the time. */
  public String summary() {
    int failed = count(CheckResult.Status.FAIL);
    int passed = count(CheckResult.Status.PASS);
    String held =
        failed > 0
            ? failed + " of " + (passed + failed) + " checks do not hold"
            : passed + (passed == 1 ? " check holds" : " checks hold");
    return Text.format(
        "%s: %s, %s, %.1f s",
        verdict(), held, Text.count(cases(), "case"), elapsed.toMillis() / 1e3);
  }
}
