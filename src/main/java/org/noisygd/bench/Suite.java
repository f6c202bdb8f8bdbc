// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.noisygd.bench.ours.OwnImplementations;
import org.noisygd.bench.peer.Peers;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;
import org.noisygd.descent.fast.IncubatorVectors;

/**
 * The measurements of a benchmark: problems by group, each with every implementation for it, and
 * the double kernel of the same shape as the unit.
 *
 * @param groups the chosen groups
 * @param extent the extent of the measurements
 * @param rounds the number of rounds of each problem
 * @param peers the available peers
 * @param progress the receiver of the progress, in words
 */
public record Suite(
    Set<BenchmarkGroup> groups, Extent extent, int rounds, Peers peers, Consumer<String> progress) {
  /** The extent of a benchmark, with the time per implementation. */
  public enum Extent {
    /** Everything, some six minutes, with peers some ten. */
    WHOLE(400_000_000, 30_000_000),
    /** A selection in two minutes: fewer problems, only the first ones for the readable code. */
    SELECTION(200_000_000, 20_000_000),
    /** Seconds: small problems, as a test of the benchmark. */
    QUICK(20_000_000, 3_000_000);

    private final long warmNanos;
    private final long roundNanos;

    Extent(long warmNanos, long roundNanos) {
      this.warmNanos = warmNanos;
      this.roundNanos = roundNanos;
    }

    /** The minimum CPU time of an implementation before the first round. */
    long warmNanos() {
      return warmNanos;
    }

    /** The CPU time of one turn. */
    long roundNanos() {
      return roundNanos;
    }
  }

  /** Maximum number of digits of the readable code in a selection. */
  private static final int READABLE_DIGITS = 100;

  /** Runs all measurements. */
  public Result run() {
    List<Row> rows = new ArrayList<>();
    Harness harness = new Harness(rounds, extent.warmNanos(), extent.roundNanos(), progress);
    List<Implementation> all = new ArrayList<>(OwnImplementations.all());
    all.addAll(peers.implementations());
    for (Problem problem : problems()) {
      rows.addAll(harness.measure(problem.id(), entries(problem, all)));
    }
    if (groups.contains(BenchmarkGroup.REPLICATES) && extent != Extent.QUICK) {
      rows.addAll(harness.measure("batches", batches()));
    }
    List<Target.Outcome> outcomes = new ArrayList<>();
    boolean judged = extent == Extent.WHOLE && !peers.implementations().isEmpty();
    for (Target target : judged ? Target.all() : List.<Target>of()) {
      if (rows.stream().anyMatch(row -> row.problem().equals(target.problem()))) {
        outcomes.add(target.judge(rows));
      }
    }
    progress.accept("the peak rates of one core");
    return new Result(
        rows,
        outcomes,
        IncubatorVectors.kernel("VectorCeilings", Roofline.Ceilings.class)
            .map(ceilings -> Roofline.of(rows, ceilings)),
        machine(),
        peers.versions(),
        peers.missing());
  }

  private Set<Problem> problems() {
    Set<Problem> problems = new LinkedHashSet<>();
    for (BenchmarkGroup group : groups) {
      problems.addAll(
          group.problems(extent == Extent.SELECTION, !peers.implementations().isEmpty()));
    }
    if (extent == Extent.QUICK) {
      Set<Problem> few =
          Set.of(
              Problem.binary64(20, 30, 1),
              new Problem("double-double", 20, 30, 1),
              new Problem("decimal:34", 20, 30, 1));
      problems.retainAll(few);
    }
    return problems;
  }

  /** The implementations of a problem, with the double kernel if it is in another arithmetic. */
  private List<Harness.Entry> entries(Problem problem, List<Implementation> all) {
    List<Harness.Entry> entries = new ArrayList<>();
    if (!problem.isBinary64()) {
      Problem same = Problem.binary64(problem.d1(), problem.d2(), problem.r());
      OwnImplementations.fastest(same).ifPresent(k -> entries.add(new Harness.Entry(same, k)));
    }
    for (Implementation implementation : all) {
      if (implementation.takes(problem) && isChosen(implementation, problem)) {
        entries.add(new Harness.Entry(problem, implementation));
      }
    }
    return entries;
  }

  /** In a selection, readable code is timed only at rank one, 20 x 30 and few digits. */
  private boolean isChosen(Implementation implementation, Problem problem) {
    return extent != Extent.SELECTION
        || OwnImplementations.isKernel(implementation)
        || (problem.equals(new Problem(problem.arithmetic(), 20, 30, 1))
            && problem.digits() <= READABLE_DIGITS);
  }

  /** The batched kernel over several numbers of replicates, 20 x 30, rank one. */
  private static List<Harness.Entry> batches() {
    Problem problem = Problem.binary64(20, 30, 1);
    List<Harness.Entry> entries = new ArrayList<>();
    for (int size : new int[] {1, 8, 16, 32, 64, 128, 256}) {
      entries.add(new Harness.Entry(problem, OwnImplementations.batch(size)));
    }
    return entries;
  }

  /** The properties on which times depend: processor, Java, operating system. */
  private static Map<String, String> machine() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", processor());
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put(
        "system", System.getProperty("os.name", "?") + " " + System.getProperty("os.arch", "?"));
    facts.put("java", System.getProperty("java.vm.name", "?") + " " + Runtime.version().toString());
    facts.put(
        "vectors",
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "present" : "absent");
    return facts;
  }

  /** Vendor, model and family from Linux, else the name of the architecture. */
  private static String processor() {
    StringBuilder text = new StringBuilder();
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      lines
          .takeWhile(line -> !line.isBlank())
          .filter(line -> line.matches("(model name|cpu family|model)\\s*:.*"))
          .sorted((a, b) -> b.compareTo(a))
          .forEach(
              line ->
                  text.append(text.length() == 0 ? "" : ", ")
                      .append(line.replaceAll("model name\\s*:\\s*|\\s+(?=:)", "")));
    } catch (IOException | UncheckedIOException e) {
      text.setLength(0);
    }
    return text.length() == 0 ? System.getProperty("os.arch", "?") : text.toString();
  }
}
