// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.noisygd.io.process.LimitedProcess;
import org.noisygd.number.Require;

/**
 * The check by Coq of every proof, or of the theorems of a certificate, with the scripts in {@code
 * proofs-notes/coq}.
 */
public final class ProofCheck {
  /** The command that installs missing packages, on Debian and similar systems. */
  private static final String INSTALL =
      "apt-get install -y --no-install-recommends coq libcoq-mathcomp libcoq-mathcomp-analysis"
          + " libcoq-mathcomp-algebra-tactics libcoq-mathcomp-real-closed libcoq-mathcomp-zify"
          + " libcoq-flocq libcoq-bignums make";

  /** The additional packages for the extracted functions. */
  private static final String OCAML = " ocaml ocaml-findlib libzarith-ocaml-dev";

  private static final int NOT_JUDGED = 3; // exit status of the scripts without Coq

  /** The prefix of the scripts' line with the name of each file that Coq begins. */
  private static final String BEGUN = "COQC ";

  /** Maximum time, far above the time on any machine that can check the proofs. */
  private static final Duration LIMIT = Duration.ofDays(1);

  private final Path home;

  /**
   * Prepares a check of the proofs in one working tree.
   *
   * @param home the directory with {@code proofs-notes} and {@code target}
   */
  public ProofCheck(Path home) {
    this.home = home.toAbsolutePath();
  }

  /**
   * The outcome of a check.
   *
   * @param status the script's exit status: 0 if all is proved and nothing differs from the
   *     repository's files, 3 if Coq is missing
   * @param claims the rows of the table, none proved if Coq is missing; empty for a certificate
   * @param messages the script's output
   */
  public record Outcome(int status, List<ProvedClaim> claims, List<String> messages) {
    /** Returns true if Coq was run. */
    public boolean judged() {
      return status != NOT_JUDGED;
    }

    /** The verdict in JSON. */
    public String verdict() {
      return judged() ? (status == 0 ? "pass" : "fail") : "broken";
    }

    /** The exit status of the command. */
    public int exitStatus() {
      return judged() ? Math.min(status, 1) : NOT_JUDGED;
    }
  }

  private Path coq() {
    return home.resolve("proofs-notes").resolve("coq");
  }

  /** The required programs that are not on the PATH. */
  private static List<String> missing() {
    String path = System.getenv().getOrDefault("PATH", "");
    return List.of("coqc", "coq_makefile", "make").stream()
        .filter(
            program ->
                Arrays.stream(path.split(java.io.File.pathSeparator))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program))))
        .toList();
  }

  /** The messages if Coq is missing. */
  private static List<String> without(String what) {
    return List.of(
        "no " + what + " was checked: " + String.join(", ", missing()) + " not found",
        "on Debian: " + INSTALL);
  }

  /**
   * Checks every proof: runs {@code check.sh}, which builds all, prints each theorem's statement,
   * the definitions in it, and its axioms, and compares them with the repository's files.
   *
   * @param write true to rewrite the repository's files: the statements, the definitions and the
   *     table of claims
   * @param jobs the maximum number of files that Coq checks at once
   * @param progress the receiver of the progress, in words
   */
  public Outcome run(boolean write, int jobs, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<ProvedClaim> claims = ProvedClaim.read(coq().resolve("claims.tsv"));
    if (!missing().isEmpty()) {
      return new Outcome(NOT_JUDGED, claims, without("proof"));
    }
    Path out = Files.createDirectories(home.resolve("target").resolve("proofs"));
    for (String left : List.of("proved.txt", "assumptions.txt", "build.log")) {
      Files.deleteIfExists(out.resolve(left));
    }
    List<String> command =
        new ArrayList<>(
            List.of("sh", coq().resolve("check.sh").toString(), "--out", out.toString()));
    if (write) {
      command.add("--write");
    }
    Path said = out.resolve("messages.txt");
    Path log = out.resolve("build.log");
    String nothing = "nothing to build; Coq prints each theorem";
    int status = run(command, jobs, said, () -> progress.accept(begun(log, nothing)));
    return new Outcome(status, ProvedClaim.judged(claims, out), Files.readAllLines(said));
  }

  /**
   * Checks a certificate.
   *
   * @param extracted true for the functions extracted to OCaml, false for Coq
   * @throws IllegalArgumentException if the folder has no certificate
   */
  public Outcome certificate(Path folder, boolean extracted, int jobs, Consumer<String> progress)
      throws IOException, InterruptedException {
    Require.that(
        Files.isRegularFile(folder.resolve("MANIFEST"), LinkOption.NOFOLLOW_LINKS),
        "--certificate",
        "name a folder that holds a certificate, a file MANIFEST in it",
        folder);
    if (!extracted && !missing().isEmpty()) {
      return new Outcome(NOT_JUDGED, List.of(), without("theorem"));
    }
    Path script = coq().resolve("certificate.sh");
    Path said = Files.createTempFile("certificate", ".txt");
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    if (extracted) {
      command.add("--extracted");
    }
    command.add(folder.toAbsolutePath().toString());
    try {
      String nothing = "building the theorems that certificates use";
      int status = run(command, jobs, said, () -> progress.accept(begun(said, nothing)));
      List<String> messages = new ArrayList<>(Files.readAllLines(said));
      messages.removeIf(line -> line.startsWith(BEGUN));
      if (extracted && status == NOT_JUDGED) {
        messages.add("on Debian: " + INSTALL + OCAML);
      }
      return new Outcome(status, List.of(), messages);
    } finally {
      Files.delete(said);
    }
  }

  private static int run(List<String> command, int jobs, Path said, Runnable waiting)
      throws IOException, InterruptedException {
    return LimitedProcess.run(
        command,
        environment -> environment.put("JOBS", Integer.toString(jobs)),
        said,
        LIMIT,
        waiting);
  }

  /** The last file that Coq began, and the number of files begun. */
  private static String begun(Path log, String nothing) {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> begun = lines.filter(line -> line.startsWith(BEGUN)).toList();
      return begun.isEmpty()
          ? nothing
          : begun.size()
              + " files begun; Coq checks "
              + begun.get(begun.size() - 1).substring(BEGUN.length());
    } catch (IOException | UncheckedIOException e) {
      return "starting Coq";
    }
  }
}
