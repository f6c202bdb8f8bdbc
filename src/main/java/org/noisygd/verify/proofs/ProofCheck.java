// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.LimitedProcess;

/**
 * Has Coq check every proof: writes the theorems about the golden data as {@link GoldenTheorems}
 * says, then runs {@code proofs-notes/coq/check.sh}, which builds all, asks what each theorem says
 * and rests on, and holds that against what is checked in.
 */
public final class ProofCheck {
  /** How to get what is missing, on Debian and its kin. */
  public static final String INSTALL =
      "apt-get install -y --no-install-recommends coq libcoq-mathcomp libcoq-mathcomp-analysis"
          + " libcoq-mathcomp-algebra-tactics libcoq-mathcomp-real-closed libcoq-mathcomp-zify"
          + " libcoq-flocq libcoq-bignums make";

  private static final int NOT_JUDGED = 3;

  /** Far longer than the proofs take on any machine that can check them. */
  private static final Duration LIMIT = Duration.ofDays(1);

  private final Path home;

  /**
   * A check of the proofs of one working tree.
   *
   * @param home the directory that holds {@code proofs-notes}, {@code golden} and {@code target}
   */
  public ProofCheck(Path home) {
    this.home = home.toAbsolutePath();
  }

  /**
   * What came of it.
   *
   * @param judged whether Coq was there to be asked
   * @param holds whether every claim is proved and nothing differs from what is checked in
   * @param claims the rows of the table; without Coq, none of them proved
   * @param messages what the check said
   */
  public record Outcome(
      boolean judged, boolean holds, List<ProvedClaim> claims, List<String> messages) {
    /** The word used in JSON. */
    public String verdict() {
      return judged ? (holds ? "pass" : "fail") : "broken";
    }

    /** The exit status of the command. */
    public int exitStatus() {
      return judged ? (holds ? 0 : 1) : NOT_JUDGED;
    }
  }

  /** The programs that a check needs and that are not on the PATH. */
  public static List<String> missing() {
    String path = System.getenv().getOrDefault("PATH", "");
    return List.of("coqc", "coq_makefile", "make").stream()
        .filter(
            program ->
                Arrays.stream(path.split(java.io.File.pathSeparator))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program))))
        .toList();
  }

  /**
   * Checks every proof.
   *
   * @param write whether to rewrite what is checked in about them: what each theorem says, what it
   *     rests on, and the table of claims
   * @param jobs how many files Coq may work on at a time
   * @param progress told, now and then, what is being checked
   */
  public Outcome run(boolean write, int jobs, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path coq = home.resolve("proofs-notes").resolve("coq");
    List<ProvedClaim> claims = ClaimTable.read(coq.resolve("claims.tsv"));
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      return new Outcome(
          false,
          false,
          claims,
          List.of(
              "no proof was checked: " + String.join(", ", missing) + " not found",
              "on Debian: " + INSTALL));
    }
    Path out = Files.createDirectories(home.resolve("target").resolve("proofs"));
    Path golden = Files.createDirectories(out.resolve("golden"));
    progress.accept("writing the theorems about the golden data");
    SortedMap<String, String> theorems = GoldenTheorems.of(home.resolve("golden"));
    update(golden, theorems);
    for (String left : List.of("proved.txt", "assumptions.txt", "statements.txt", "build.log")) {
      Files.deleteIfExists(out.resolve(left));
    }
    List<String> command = new ArrayList<>(List.of("sh", coq.resolve("check.sh").toString()));
    command.addAll(List.of("--golden", golden.toString(), "--out", out.toString()));
    if (write) {
      command.add("--write");
    }
    Path said = out.resolve("messages.txt");
    int status =
        LimitedProcess.run(
            command,
            environment -> environment.put("JOBS", Integer.toString(jobs)),
            said,
            LIMIT,
            () -> progress.accept(newest(out.resolve("build.log"))));
    List<String> messages = Files.readAllLines(said);
    return new Outcome(
        status != NOT_JUDGED, status == 0, ClaimTable.judged(claims, out), List.copyOf(messages));
  }

  /** Which file Coq has begun last, and how many before it. */
  private static String newest(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> begun = lines.filter(line -> line.startsWith("COQC ")).toList();
      return begun.isEmpty()
          ? "nothing to build, asking Coq what each theorem says"
          : begun.size() + " files begun; Coq checks " + begun.get(begun.size() - 1).substring(5);
    } catch (IOException | UncheckedIOException e) {
      return "starting Coq";
    }
  }

  /** Makes the folder hold exactly these sources; what has not changed is left as it was. */
  private static void update(Path folder, SortedMap<String, String> sources) throws IOException {
    try (DirectoryStream<Path> there = Files.newDirectoryStream(folder)) {
      for (Path file : there) {
        String name = String.valueOf(file.getFileName());
        String stem = name.replaceFirst("^\\.", "").replaceFirst("\\..*$", "");
        if (!stem.startsWith("Makefile") && !sources.containsKey(stem + ".v")) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
        Files.writeString(file, source.getValue());
      }
    }
  }
}
