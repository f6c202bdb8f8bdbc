// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.number.Require;

/** Has Coq prove the theorems of a certificate, by {@code proofs-notes/coq/certificate.sh}. */
public final class CertificateCheck {
  private static final int NOT_JUDGED = 3;

  /** Far longer than any certificate takes. */
  private static final Duration LIMIT = Duration.ofDays(1);

  private final Path home;

  /**
   * A check against the proofs of one working tree.
   *
   * @param home the directory that holds {@code proofs-notes} and {@code target}
   */
  public CertificateCheck(Path home) {
    this.home = home.toAbsolutePath();
  }

  /**
   * What came of it.
   *
   * @param status 0 all theorems are proved, 1 one is not or there is none, 3 Coq is missing
   * @param messages what Coq said
   */
  public record Outcome(int status, List<String> messages) {
    /** The word used in JSON. */
    public String verdict() {
      return status == 0 ? "pass" : status == 1 ? "fail" : "broken";
    }
  }

  /**
   * Checks a certificate.
   *
   * @param jobs how many files Coq may work on at a time
   * @param progress told, now and then, how far it is
   * @throws IllegalArgumentException if the folder holds no certificate
   */
  public Outcome run(Path folder, int jobs, Consumer<String> progress)
      throws IOException, InterruptedException {
    Require.that(
        Files.isRegularFile(folder.resolve("MANIFEST"), LinkOption.NOFOLLOW_LINKS),
        "--certificate",
        "name a folder that holds a certificate, a file MANIFEST in it",
        folder);
    List<String> missing = ProofCheck.missing();
    if (!missing.isEmpty()) {
      return new Outcome(
          NOT_JUDGED,
          List.of(
              "no theorem was checked: " + String.join(", ", missing) + " not found",
              "on Debian: " + ProofCheck.INSTALL));
    }
    Path script = home.resolve("proofs-notes").resolve("coq").resolve("certificate.sh");
    Path said = Files.createTempFile("certificate", ".txt");
    try {
      int status =
          LimitedProcess.run(
              List.of("sh", script.toString(), folder.toAbsolutePath().toString()),
              environment -> environment.put("JOBS", Integer.toString(jobs)),
              said,
              LIMIT,
              () -> progress.accept(begun(said)));
      List<String> messages = new ArrayList<>();
      for (String line : Files.readAllLines(said)) {
        if (!line.startsWith("COQC ")) {
          messages.add(line);
        }
      }
      return new Outcome(status, List.copyOf(messages));
    } finally {
      Files.delete(said);
    }
  }

  private static String begun(Path said) {
    try (Stream<String> lines = Files.lines(said)) {
      long files = lines.filter(line -> line.startsWith("COQC ")).count();
      return files == 0 ? "building what certificates rest on" : files + " files begun";
    } catch (IOException e) {
      return "starting Coq";
    }
  }
}
