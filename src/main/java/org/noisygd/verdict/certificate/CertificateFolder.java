// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.report.ResultFile;
import org.noisygd.verdict.certificate.Claims.Claim;

/**
 * A folder for a certificate: theorems for Coq, and their meaning in words.
 *
 * @param seconds approximate processor time of Coq for all theorems
 */
public record CertificateFolder(Path folder, double seconds) {
  /** Seconds of Coq for one file of a certificate; several files are checked at a time. */
  private static final double ONE_FILE = 15;

  private static final String MANIFEST = "MANIFEST";

  private static final String HEAD =
      """
      From Coq Require Import String List.
      From NoisyGD Require Import Verdict Conversation.
      Import ListNotations.
      Local Open Scope string_scope.
      """;

  private static final String ABOUT =
      """
      A certificate: what was judged, as theorems that Coq proves.

      To check it:

          ./verify.sh proofs --certificate THIS-FOLDER
          ./verify.sh proofs --certificate THIS-FOLDER --extracted
          python3 src/candidates/check_certificate.py THIS-FOLDER

      conversation.jsonl holds the lines that the theorems are about, as they were asked and
      answered, or as they stand in a trace. Each theorem in Claims*.v is about some of these
      lines. "passes" says that every number printed is within the proved bound of the exact one,
      or equals it. "fails" says that no admissible order in the declared arithmetic computes an entry
      of the reply. "fails_exactly" says the same about plans that are exact on these inputs.
      "mistakes" says the same as "fails", and that each field printed is right for another
      request, given there: the one that a program with the named fault answers. Coq itself
      reads the lines, computes the exact numbers and compares.

      What is left on trust: that these lines were said.

      The words are defined in proofs-notes/coq/judge;
      proofs-notes/certificates.md explains them for a reader without Coq.

      """;

  /**
   * Tries to write to the folder, before any work.
   *
   * @throws IllegalArgumentException if it is not empty, or cannot be made or written to
   */
  public CertificateFolder {
    ResultFile.in("--certificate", folder, MANIFEST);
    String @Nullable [] there = folder.toFile().list();
    Require.that(
        there == null || there.length == 0, "--certificate", "name an empty folder", folder);
  }

  /**
   * Writes as many claims as the time for Coq permits, at least one: failures first, then
   * diagnoses, then updates, then others in random order.
   *
   * @param subject the judged program or trace
   * @return a sentence on the certificate
   * @throws IOException if a file cannot be written, although the trial succeeded
   */
  public String write(String subject, Claims all, long seed) throws IOException {
    List<Claim> chosen = chosen(all.claims(), seed);
    Map<String, CharSequence> files = new LinkedHashMap<>();
    StringBuilder words = new StringBuilder(ABOUT + "About: " + subject + "\n\n");
    words.append(chosen.size() + " theorems of " + all.claims().size() + " that can be stated;\n");
    words.append("the others would take longer than --certificate-seconds.\n");
    String left = "Cases or updates without a claim: ";
    all.unclaimed().forEach((why, n) -> words.append(left + n + " (" + why + ").\n"));
    SortedMap<Long, String> said = new TreeMap<>();
    chosen.forEach(claim -> said.putAll(claim.said().lines()));
    StringBuilder conversation = new StringBuilder();
    said.values().forEach(line -> conversation.append(line).append('\n'));
    files.put("README.txt", words);
    files.put("conversation.jsonl", conversation);
    StringBuilder text = new StringBuilder();
    Set<Long> spelled = new HashSet<>();
    double ofFile = 0;
    int number = 0;
    for (Claim claim : chosen) {
      if (number == 0 || ofFile > ONE_FILE) {
        text = new StringBuilder(HEAD);
        files.put(Text.format("Claims%03d.v", files.size() - 1), text);
        spelled.clear();
        ofFile = 0;
      }
      text.append("\n(* " + claim.about() + " *)\n");
      StringBuilder names = new StringBuilder();
      for (Map.Entry<Long, String> line : claim.said().lines().entrySet()) {
        int n = said.headMap(line.getKey()).size() + 1;
        if (spelled.add(line.getKey())) {
          text.append("Definition line_" + n + " := " + Claims.quoted(line.getValue()) + ".\n");
        }
        names.append(" line_" + n);
      }
      String statement = claim.kind().word() + " (" + claim.said().as() + names + ") ";
      text.append("Theorem claim_" + ++number + " : " + statement + claim.arguments());
      text.append(".\nProof. by_computation. Qed.\n");
      ofFile += claim.seconds();
    }
    StringBuilder manifest = new StringBuilder(number + " theorems\n");
    files.forEach((name, content) -> manifest.append(sha256(content) + "  " + name + "\n"));
    files.put(MANIFEST, manifest);
    for (Map.Entry<String, CharSequence> file : files.entrySet()) {
      ResultFile.in("--certificate", folder, file.getKey()).write(file.getValue().toString());
    }
    return chosen.size()
        + " theorems in "
        + folder
        + ", the SHA-256 of MANIFEST there "
        + sha256(manifest)
        + "; to have Coq prove them: ./verify.sh proofs --certificate "
        + folder;
  }

  private static String sha256(CharSequence text) {
    return ResultFile.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private List<Claim> chosen(List<Claim> all, long seed) {
    Comparator<Claim> shortest = Comparator.comparingDouble(Claim::seconds);
    List<Claim> others = new ArrayList<>(of(all, Claim.Kind.PASSES).toList());
    Collections.shuffle(others, new Random(seed));
    List<Stream<Claim>> kinds =
        List.of(
            of(all, Claim.Kind.FAILS, Claim.Kind.FAILS_EXACTLY).sorted(shortest),
            of(all, Claim.Kind.MISTAKES),
            of(all, Claim.Kind.UPDATE_PASSES).sorted(shortest),
            others.stream());
    List<Claim> chosen = new ArrayList<>();
    double left = seconds;
    double[] fractions = {0.3, 0.3, 0.7, 1}; // of the remaining time, so that each kind gets some
    for (int n = 0; n < fractions.length; n++) {
      double ofKind = left * fractions[n];
      for (Claim claim : kinds.get(n).toList()) {
        if (claim.seconds() <= ofKind || chosen.isEmpty()) {
          chosen.add(claim);
          ofKind -= claim.seconds();
          left -= claim.seconds();
        }
      }
    }
    return chosen;
  }

  /** The claims of some kinds, kind by kind. */
  private static Stream<Claim> of(List<Claim> all, Claim.Kind... kinds) {
    return Stream.of(kinds).flatMap(kind -> all.stream().filter(claim -> claim.kind() == kind));
  }
}
