// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Place;
import org.noisygd.verdict.certificate.Claims.Claim;

class CertificateFolderTest {
  @TempDir private Path folder;

  @Test
  void of_folderThatHoldsSomething_isRefused() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "mine");
    assertRefused(
        "--certificate must name an empty folder, got " + folder,
        () -> new CertificateFolder(folder, 60));
  }

  @Test
  void write_claims_areTheoremsAboutLinesOfTheConversation() throws IOException {
    Claims claims = new Claims();
    String hello = "{\"id\":0}";
    String asked = "{\"id\":2}";
    var lines = new TreeMap<>(Map.of(1L, hello, 2L, hello, 5L, asked, 6L, asked));
    Claims.Size size = new Claims.Size(Ops.STEP, 1, 1, 1, 3, 1);
    Claim.Said two = new Claim.Said("Answer", lines);
    claims.passes("loss/two", two, "Within", size);
    claims.fails(Claim.Kind.FAILS, "loss/two", two, Place.of("loss").entry(0, 0), size);
    claims.leave("a reason");
    String said = new CertificateFolder(folder, 60).write("somebody's program, fail", claims, 1);
    assertEquals(
        """
        From Coq Require Import String List.
        From NoisyGD Require Import Verdict Conversation.
        Import ListNotations.
        Local Open Scope string_scope.

        (* loss/two, loss[0][0] *)
        Definition line_1 := "{""id"":0}".
        Definition line_2 := "{""id"":0}".
        Definition line_3 := "{""id"":2}".
        Definition line_4 := "{""id"":2}".
        Theorem claim_1 : fails (Answer line_1 line_2 line_3 line_4) OfX 0 0.
        Proof. by_computation. Qed.

        (* loss/two *)
        Theorem claim_2 : passes (Answer line_1 line_2 line_3 line_4) Within.
        Proof. by_computation. Qed.
        """,
        Files.readString(folder.resolve("Claims001.v")));
    assertEquals(
        "{\"id\":0}\n{\"id\":0}\n{\"id\":2}\n{\"id\":2}\n",
        Files.readString(folder.resolve("conversation.jsonl")));
    String words = Files.readString(folder.resolve("README.txt"));
    assertTrue(words.contains("What is left on trust: that these lines were said."));
    assertTrue(words.contains("Cases or updates without a claim: 1 (a reason)."));
    List<String> manifest = Files.readAllLines(folder.resolve("MANIFEST"));
    assertEquals("2 theorems", manifest.get(0));
    assertEquals(
        List.of("README.txt", "conversation.jsonl", "Claims001.v"),
        manifest.stream().skip(1).map(line -> line.substring(66)).toList());
    assertTrue(said.startsWith("2 theorems in "), said);
  }

  /** The digest of the empty text, as FIPS 180-4 gives it in its examples. */
  @Test
  void write_noClaims_manifestSaysSo() throws IOException {
    new CertificateFolder(folder, 60).write("nobody's program, pass", new Claims(), 1);
    List<String> manifest = Files.readAllLines(folder.resolve("MANIFEST"));
    assertEquals("0 theorems", manifest.get(0));
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  conversation.jsonl",
        manifest.get(2));
  }
}
