// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers about the table of claims and Coq's words on it. */
class ProvedClaimTest {
  private static final Path TABLE = Path.of("proofs-notes/coq/claims.tsv");

  @TempDir private Path folder;

  @Test
  void read_checkedInTable_namesSourcesThatAreThere() throws IOException {
    List<ProvedClaim> claims = ProvedClaim.read(TABLE);
    assertTrue(claims.size() > 30);
    for (ProvedClaim claim : claims) {
      assertFalse(claim.proved(), "nothing is proved before Coq has been asked");
      String source = Files.readString(TABLE.resolveSibling(claim.file()));
      assertTrue(
          source.matches("(?s).*\\b(Theorem|Lemma|Corollary|Fact)\\s+" + claim.theorem() + "\\b.*"),
          claim.theorem() + " in " + claim.file());
    }
  }

  @Test
  void read_wrongNumberOfColumns_isNamedWithItsLine() throws IOException {
    Path table = Files.writeString(folder.resolve("claims.tsv"), "id\n" + "a\tb\n");
    assertRefused(table + ":2 must have 6 columns, got 2", () -> ProvedClaim.read(table));
  }

  @Test
  void judged_coqsWords_becomeProvedAndAxioms() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("claims.tsv"),
            "id\ttheorem\tfile\tstatement\tpaper\taxioms\n"
                + "A\tone\tF.v\ts\tp\tnone\n"
                + "B\ttwo\tF.v\ts\tp\treals\n"
                + "C\tthree\tF.v\ts\tp\tnone\n");
    Files.writeString(folder.resolve("proved.txt"), "F.one\nF.two\n");
    Files.writeString(
        folder.resolve("assumptions.txt"),
        "== none\nClosed under the global context\n"
            + "== reals\nAxioms:\nClassical_Prop.classic : forall P : Prop, P \\/ ~ P\nR.far\n"
            + "  : forall f g,\n    f = g\n");
    List<ProvedClaim> judged = ProvedClaim.judged(ProvedClaim.read(table), folder);
    assertEquals(List.of(true, true, false), judged.stream().map(ProvedClaim::proved).toList());
    assertEquals(
        "[], [Classical_Prop.classic, R.far], []",
        judged.stream().map(c -> c.axioms().toString()).collect(Collectors.joining(", ")));
  }

  @Test
  void judged_nothingLeftByACheck_provesNothing() throws IOException {
    assertTrue(
        ProvedClaim.judged(ProvedClaim.read(TABLE), folder).stream()
            .noneMatch(ProvedClaim::proved));
  }
}
