// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.number.Binary64;

class CertificateFolderTest {
  private static final Texts REQUEST = request("[[\"1\"]]");

  @TempDir private Path folder;

  @Test
  void of_folderThatHoldsSomething_isRefused() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "mine");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CertificateFolder.of(folder, 60));
    assertEquals("--certificate must name an empty folder, got " + folder, refused.getMessage());
  }

  @Test
  void write_claims_areTheoremsInFilesThatStateWhatIsAssumed() throws IOException {
    Claims claims = new Claims();
    ReadMatrix printed = new ReadMatrix(1, 1, List.of(ReadNumber.of("12.5", Binary64.INSTANCE)));
    Claims.Judged how = new Claims.Judged("binary64", "Loss", "strict");
    claims.passes(Claim.Kind.PASSES, "loss/one", how, REQUEST, List.of(printed));
    claims.fails("loss/two", how, REQUEST, 0, "loss[0][0]", printed);
    claims.leave("a reason");
    CertificateFolder.of(folder, 60).write("somebody's program, fail", claims, 1);
    assertEquals(
        """
        From Coq Require Import String List ZArith.
        From NoisyGD Require Import Verdict Certificate.
        Import ListNotations.
        Local Open Scope string_scope.

        (* loss/two, loss[0][0] *)
        Theorem claim_1 : fails binary64 Loss strict (Request [["1"]] [["2"]] [["3"]] "0" "0" [] [] [] [] "0" "0") OfX 0 0 "12.5".
        Proof. by_computation. Qed.

        (* loss/one *)
        Theorem claim_2 : passes binary64 Loss strict (Request [["1"]] [["2"]] [["3"]] "0" "0" [] [] [] [] "0" "0") [[["12.5"]]].
        Proof. by_computation. Qed.
        """,
        Files.readString(folder.resolve("Claims001.v")));
    String words = Files.readString(folder.resolve("README.txt"));
    assertTrue(words.contains("What is assumed: that these requests were sent"));
    assertTrue(words.contains("Nothing is claimed of 1: a reason."));
  }

  @Test
  void write_longTargetOfSeveralClaims_isSpelledOnce() throws IOException {
    String target = "[[" + "\"1.25\"; ".repeat(99) + "\"1.25\"]]";
    Claims claims = new Claims();
    Claims.Judged how = new Claims.Judged("binary64", "Loss", "strict");
    ReadMatrix printed = new ReadMatrix(1, 1, List.of(ReadNumber.of("12.5", Binary64.INSTANCE)));
    for (int n = 0; n < 2; n++) {
      claims.passes(Claim.Kind.PASSES, "loss/" + n, how, request(target), List.of(printed));
    }
    CertificateFolder.of(folder, 60).write("somebody's program, pass", claims, 1);
    String text = Files.readString(folder.resolve("Claims001.v"));
    assertTrue(
        text.contains("\nDefinition target_1 : rows := " + target + ".\nTheorem claim_1 : "));
    assertEquals(text.indexOf(target), text.lastIndexOf(target));
    assertEquals(2, text.split("strict \\(Request target_1 ", -1).length - 1);
  }

  private static Texts request(String target) {
    return new Texts(
        target,
        "[[\"2\"]]",
        "[[\"3\"]]",
        "\"0\"",
        "\"0\"",
        "[]",
        "[]",
        "[]",
        "[]",
        "\"0\"",
        "\"0\"",
        1,
        1,
        1,
        3);
  }
}
