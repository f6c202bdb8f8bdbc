// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;

/**
 * The peers that this machine can run, built from {@code src/jmh}, and the requirements of the
 * others.
 *
 * @param implementations the implementations of updates
 * @param versions the versions of the libraries, by program
 * @param missing the packages to install, by program
 */
public record Peers(
    List<Implementation> implementations,
    Map<String, String> versions,
    Map<String, String> missing) {
  /** Maximum number of multiplications of an update, times digits, for timing a peer of objects. */
  private static final long BY_OBJECTS = 30_000_000;

  /** The result without peers. */
  public static Peers none() {
    return new Peers(List.of(), Map.of(), Map.of());
  }

  /** A variant of a program's updates; {@code word} is its name in the program. */
  private record Variant(String name, String word, String description, Predicate<Problem> can) {
    Implementation implementation(List<String> command, PeerBuild build) {
      return new Implementation(
          name,
          description,
          can,
          problem -> PeerProcess.opened(command, word, build.problemFile(problem)));
    }
  }

  /**
   * Builds all peers as far as possible.
   *
   * @param home the working tree
   * @param progress the receiver of the progress, in words
   */
  public static Peers build(Path home, Consumer<String> progress) {
    PeerBuild build = new PeerBuild(home);
    List<Implementation> implementations = new ArrayList<>();
    Map<String, String> versions = new TreeMap<>();
    Map<String, String> missing = new TreeMap<>();
    for (PeerProgram program : PeerProgram.values()) {
      progress.accept("building the peer " + program.word());
      List<String> command;
      try {
        command = build.command(program);
        try (PeerProcess process = new PeerProcess(command)) {
          versions.put(program.word(), process.ask("version"));
        }
      } catch (IOException e) {
        String why = String.valueOf(e.getMessage());
        String needs = PeerBuild.needs(program);
        missing.put(program.word(), why.startsWith(needs) ? why : needs + " (" + why + ")");
        continue;
      }
      for (Variant v : variants(program)) {
        implementations.add(v.implementation(command, build));
      }
    }
    return new Peers(implementations, versions, missing);
  }

  private static boolean isDoubleDouble(Problem p) {
    return p.arithmetic().equals("double-double");
  }

  private static boolean isDecimal(Problem p) {
    return p.arithmetic().startsWith("decimal:");
  }

  private static boolean isSmall(Problem p) {
    return (long) p.d1() * p.d2() * p.r() * p.digits() <= BY_OBJECTS;
  }

  private static List<Variant> variants(PeerProgram program) {
    Predicate<Problem> doubles = Problem::isBinary64;
    Predicate<Problem> decimal = Peers::isDecimal;
    Predicate<Problem> objects = decimal.and(Peers::isSmall);
    return switch (program) {
      case NUMPY ->
          List.of(
              new Variant("numpy-natural", "natural", "residual, as users write it", doubles),
              new Variant("numpy-gram", "gram", "Gram form, in place", doubles),
              new Variant(
                  "numpy-batched",
                  "batched",
                  "Gram form, 64 replicates in each product",
                  doubles.and(p -> p.d1() * p.d2() <= 100_000)));
      case EIGEN ->
          List.of(
              new Variant("eigen-natural", "natural", "residual, as users write it", doubles),
              new Variant(
                  "eigen-fixed",
                  "fixed",
                  "residual, fixed sizes",
                  doubles.and(p -> p.d1() == 20 && p.d2() == 30)),
              new Variant("eigen-gram", "gram", "Gram form, fixed sizes at 20x30", doubles),
              new Variant(
                  "eigen-batched",
                  "batched",
                  "Gram form, 64 replicates in each product",
                  doubles.and(p -> p.r() == 1 && p.d1() * p.d2() <= 100_000)));
      case FLINT ->
          List.of(
              new Variant("flint-arb-mat", "arb-mat", "residual, arb_mat_mul", decimal),
              new Variant("flint-arb-dot", "arb-dot", "Gram form, arb_dot", decimal),
              new Variant("flint-approx", "arb-approx", "Gram form, arb_approx_dot", decimal),
              new Variant("mpfr-natural", "mpfr", "residual, loops as users write them", decimal),
              new Variant("mpfr-dot", "mpfr-dot", "Gram form, mpfr_dot", decimal));
      case WORDS ->
          List.of(
              new Variant("fixed-words", "words", "Gram form, fixed point, 64-bit words", decimal));
      case NFIXED ->
          List.of(
              new Variant(
                  "fixed-flint",
                  "nfixed",
                  "Gram form, fixed point, _nfixed_dot",
                  decimal.and(p -> p.digits() <= 100)),
              new Variant(
                  "fixed-flint-mat",
                  "nfixed-mat",
                  "Gram form, fixed point, _nfixed_mat_mul",
                  decimal));
      case QD ->
          List.of(
              new Variant("qd-natural", "natural", "residual, dd_real", Peers::isDoubleDouble),
              new Variant("qd-gram", "gram", "Gram form, dd_real", Peers::isDoubleDouble));
      case MPMATH ->
          List.of(new Variant("mpmath", "natural", "residual, matrices of mpf", objects));
      case JAVA ->
          List.of(
              new Variant("ejml-natural", "ejml", "residual, EJML", doubles),
              new Variant("ejml-gram", "ejml-gram", "Gram form, EJML", doubles),
              new Variant("commons-math", "commons-math", "residual, RealMatrix", doubles),
              new Variant(
                  "commons-dd", "commons-dd", "residual, DD objects", Peers::isDoubleDouble),
              new Variant("apfloat", "apfloat", "residual, Apfloat objects", objects));
    };
  }
}
