// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.peer;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.noisygd.bench.workload.Problem;
import org.noisygd.io.process.LimitedProcess;
import org.noisygd.number.Text;

/**
 * The build of the peers in {@code target/peers}. The name of a compiled peer has a checksum of its
 * sources and flags, so nothing is built twice and no other build is overwritten.
 *
 * @param home the working tree
 */
record PeerBuild(Path home) {
  /** Maximum time of a build, far above any build, also if Maven downloads dependencies. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private static final List<String> FLAGS = List.of("-std=c++17", "-O3", "-march=native");

  /**
   * The command that starts a peer, which is built if necessary.
   *
   * @throws IOException if it cannot be built; the message says what to install
   */
  List<String> command(PeerProgram program) throws IOException {
    Path sources = home.resolve("src/jmh/peers");
    if (program == PeerProgram.JAVA) {
      return java(program);
    }
    if (!program.isCompiled()) {
      return List.of("python3", sources.resolve(program.sources()).toString());
    }
    List<Path> files = new ArrayList<>();
    for (String name : program.sources().split(" ", -1)) {
      files.add(sources.resolve(name));
    }
    CRC32 checksum = new CRC32();
    try (var all = Files.list(sources)) {
      for (Path file : all.filter(f -> f.toString().matches(".*[.][ch]pp")).sorted().toList()) {
        checksum.update(Files.readAllBytes(file));
      }
    }
    List<String> arguments = new ArrayList<>(FLAGS);
    arguments.addAll(environment("CPPFLAGS"));
    files.forEach(file -> arguments.add(file.toString()));
    arguments.addAll(environment("LDFLAGS"));
    arguments.addAll(program.options());
    checksum.update(arguments.toString().getBytes(StandardCharsets.UTF_8));
    Path built = cache().resolve(Text.format("%s-%08x", program.word(), checksum.getValue()));
    if (!Files.isExecutable(built)) {
      Path draft = cache().resolve("." + built.getFileName() + "." + ProcessHandle.current().pid());
      List<String> command = new ArrayList<>(List.of("g++"));
      command.addAll(arguments);
      command.add("-o");
      command.add(draft.toString());
      run(command, program);
      Files.move(draft, built);
    }
    return List.of(built.toString());
  }

  /** The compiler's options in an environment variable, as in make. */
  private static List<String> environment(String name) {
    String options = Objects.requireNonNullElse(System.getenv(name), "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  private Path cache() throws IOException {
    return Files.createDirectories(home.resolve("target/peers"));
  }

  /** The command for the peers in Java; Maven collects their classes and libraries. */
  private List<String> java(PeerProgram program) throws IOException {
    run(
        List.of(
            "mvn",
            "-q",
            "-B",
            "-f",
            home.resolve("pom.xml").toString(),
            "-Dtarget=target/jmh",
            "test-compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=target/jmh/classpath"),
        program);
    Path built = home.resolve("target/jmh");
    return List.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:-BackgroundCompilation",
        "-cp",
        String.join(
            File.pathSeparator,
            built.resolve("test-classes").toString(),
            built.resolve("classes").toString(),
            Files.readString(built.resolve("classpath")).strip()),
        "org.noisygd.javapeer.JavaPeer");
  }

  private void run(List<String> command, PeerProgram program) throws IOException {
    Path log = cache().resolve(program.word() + ".log");
    int status;
    try {
      status = LimitedProcess.run(command, environment -> {}, log, LIMIT, () -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while building " + program.word(), e);
    } catch (IOException e) {
      throw new IOException(needs(program) + " (" + e.getMessage() + ")", e);
    }
    if (status != 0) {
      throw new IOException(needs(program) + "; the build's output is in " + home.relativize(log));
    }
  }

  /** The message on a peer that cannot be built or started. */
  static String needs(PeerProgram program) {
    return "needs the Debian packages " + program.packages();
  }

  /**
   * The file of a problem, written if missing: d1, d2, r, bits, slots and eta, then M, X, Y and the
   * perturbations of each slot, one line each, numerators over 2^bits in hexadecimal.
   *
   * @throws IOException if it cannot be written
   */
  Path problemFile(Problem problem) throws IOException {
    CRC32 checksum = new CRC32();
    int last = problem.slots() - 1;
    for (BigInteger k : problem.numerators(Problem.Part.NOISE_Y, last)) {
      checksum.update(k.toByteArray());
    }
    String name = problem.id().replaceAll("[: ]", "-");
    Path file = cache().resolve(Text.format("%s-%08x.txt", name, checksum.getValue()));
    if (Files.exists(file)) {
      return file;
    }
    Path draft = cache().resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try (BufferedWriter out = Files.newBufferedWriter(draft, StandardCharsets.US_ASCII)) {
      out.write(
          Text.format(
              "%d %d %d %d %d %s%n",
              problem.d1(),
              problem.d2(),
              problem.r(),
              problem.bits(),
              problem.slots(),
              problem.etaNumerator().toString(16)));
      write(out, problem.numerators(Problem.Part.M, 0));
      write(out, problem.numerators(Problem.Part.X, 0));
      write(out, problem.numerators(Problem.Part.Y, 0));
      for (int slot = 0; slot < problem.slots(); slot++) {
        write(out, problem.numerators(Problem.Part.NOISE_X, slot));
        write(out, problem.numerators(Problem.Part.NOISE_Y, slot));
      }
    }
    Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    return file;
  }

  private static void write(BufferedWriter out, BigInteger[] numerators) throws IOException {
    for (BigInteger k : numerators) {
      out.write(k.toString(16));
      out.write(' ');
    }
    out.newLine();
  }
}
