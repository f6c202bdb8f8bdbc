// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.noisygd.number.Require;
import org.noisygd.report.ResultFile;

/** A folder that gets a certificate: theorems for Coq, and what they say in words. */
public final class CertificateFolder {
  /** Seconds for one file, so that several can be checked at a time. */
  private static final double ONE_FILE = 15;

  /** An M of more characters is written once in a file: most of Coq's time goes into its digits. */
  private static final int LONG = 500;

  private static final String HEAD =
      """
      From Coq Require Import String List ZArith.
      From NoisyGD Require Import Verdict Certificate.
      Import ListNotations.
      Local Open Scope string_scope.
      """;

  private static final String ABOUT =
      """
      A certificate: what was judged, as theorems that Coq proves.

      To check it:

          ./verify.sh proofs --certificate THIS-FOLDER

      What is proved. Each theorem in Claims*.v is about the text of one request and of what was
      printed in reply. "passes" says that every number printed is within the proved bound of the
      exact one; with the plan exact, or of_exact_run, that it is the exact one. "fails" says that
      no legal plan in the declared arithmetic computes the number printed. "mistakes" says so of an
      entry, and that each field printed is right for another request, which stands beside: that of
      a program with the mistake named. The texts are read, the exact numbers computed and the bounds compared by Coq itself; no program of this project has
      to be trusted for that.

      What is assumed: that these requests were sent and that these replies were printed. What the
      words mean is defined in proofs-notes/coq/certificate and proofs-notes/coq/rounding;
      proofs-notes/certificates.md explains it for a reader without Coq.

      """;

  private final Path folder;
  private final double seconds;

  private CertificateFolder(Path folder, double seconds) {
    this.folder = folder;
    this.seconds = seconds;
  }

  /**
   * A folder, tried before any work.
   *
   * @param seconds the processor time that Coq may take for all theorems, about
   * @throws IllegalArgumentException if it holds anything, or cannot be made
   */
  public static CertificateFolder of(Path folder, double seconds) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> there = Files.list(folder)) {
        Require.that(there.findAny().isEmpty(), "--certificate", "name an empty folder", folder);
      }
      Require.that(
          Files.isWritable(folder), "--certificate", "name a folder that can be written", folder);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException(
          "--certificate must name a folder that can be made, got " + folder, e);
    }
    return new CertificateFolder(folder, seconds);
  }

  /**
   * Writes claims: those of failures first, then diagnoses, then those of updates, then a share of
   * the others, drawn by a seed, as far as the time for Coq goes; one at least.
   *
   * @param subject what was judged
   * @return what was written, in a sentence
   */
  public String write(String subject, Claims all, long seed) {
    List<Claim> chosen = chosen(all.claims(), seed);
    StringBuilder words = new StringBuilder(ABOUT).append("About: ").append(subject).append("\n\n");
    words.append(chosen.size()).append(" theorems of ").append(all.claims().size());
    words.append(
        " that could be stated;\nthe others would take longer than --certificate-seconds.\n");
    for (Map.Entry<String, Integer> left : all.unclaimed().entrySet()) {
      words.append("Nothing is claimed of ").append(left.getValue()).append(": ");
      words.append(left.getKey()).append(".\n");
    }
    write("README.txt", words);
    int files = 0;
    int number = 0;
    StringBuilder text = new StringBuilder(HEAD);
    Map<String, String> targets = new HashMap<>();
    double ofFile = 0;
    for (Claim claim : chosen) {
      if (ofFile > ONE_FILE) {
        write(name(++files), text);
        text = new StringBuilder(HEAD);
        targets.clear();
        ofFile = 0;
      }
      number++;
      text.append("\n(* ").append(claim.about()).append(" *)\n");
      String statement = claim.statement();
      if (claim.target().length() > LONG) {
        String target = targets.get(claim.target());
        if (target == null) {
          target = "target_" + (targets.size() + 1);
          targets.put(claim.target(), target);
          text.append("Definition ").append(target).append(" : rows := ");
          text.append(claim.target()).append(".\n");
        }
        statement = statement.replace(claim.target(), target);
      }
      text.append("Theorem claim_").append(number).append(" : ").append(statement);
      text.append(".\nProof. by_computation. Qed.\n");
      ofFile += claim.seconds();
    }
    if (number > 0) {
      write(name(++files), text);
    }
    return chosen.size()
        + " theorems in "
        + folder
        + "; to have Coq prove them: ./verify.sh proofs --certificate "
        + folder;
  }

  /** The processor time that Coq may take for all theorems, about. */
  public double seconds() {
    return seconds;
  }

  private static String name(int file) {
    return String.format(Locale.ROOT, "Claims%03d.v", file);
  }

  private void write(String name, CharSequence text) {
    try {
      ResultFile.in("--certificate", folder, name).write(text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Claim> chosen(List<Claim> all, long seed) {
    List<Claim> failures = new ArrayList<>(of(all, Claim.Kind.FAILS));
    List<Claim> mistakes = of(all, Claim.Kind.MISTAKES);
    List<Claim> updates = new ArrayList<>(of(all, Claim.Kind.UPDATE_PASSES));
    List<Claim> others = new ArrayList<>(of(all, Claim.Kind.PASSES));
    failures.sort(Comparator.comparingDouble(Claim::seconds));
    updates.sort(Comparator.comparingDouble(Claim::seconds));
    Collections.shuffle(others, new Random(seed));
    List<Claim> chosen = new ArrayList<>();
    double left = seconds;
    double[] shares = {0.3, 0.3, 0.7, 1};
    int n = 0;
    for (List<Claim> kind : List.of(failures, mistakes, updates, others)) {
      double share = left * shares[n++];
      for (Claim claim : kind) {
        if (claim.seconds() <= share || chosen.isEmpty()) {
          chosen.add(claim);
          share -= claim.seconds();
          left -= claim.seconds();
        }
      }
    }
    return chosen;
  }

  private static List<Claim> of(List<Claim> all, Claim.Kind kind) {
    return all.stream().filter(claim -> claim.kind() == kind).toList();
  }
}
