// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.report.Terminal;
import org.noisygd.verify.proofs.ProofCheck.Outcome;
import org.noisygd.verify.proofs.ProvedClaim;

/** Known answers: what Coq may say of two theorems of one claim. */
class ProofsReportTest {
  private static ProvedClaim claim(String theorem, boolean proved) {
    return new ProvedClaim(
        "L1.sum", theorem, "Sum.v", "One and one is two.", "Lemma 1", "none", proved, List.of());
  }

  private static String text(Outcome outcome) {
    return ProofsReport.of(outcome).text(new Terminal(60, false, false));
  }

  @Test
  void text_ofTheoremsThatDiffer_saysEachOutcomeAndWhy() {
    Outcome outcome =
        new Outcome(1, List.of(claim("sum", true), claim("other", false)), List.of("no other"));
    assertEquals(
        """
        L1.sum (Lemma 1)
        Status  Statement
        proved  One and one is two.
                sum in Sum.v; axioms: none
        NOT     One and one is two.
                other in Sum.v; axioms: none

        no other

        FAIL: Coq proves 1 of 2 theorems; the differences are above
        """,
        text(outcome));
  }

  @Test
  void text_withoutCoq_saysWhyAndShowsNoClaim() {
    Outcome outcome = new Outcome(3, List.of(claim("sum", false)), List.of("no coqc"));
    assertEquals("no coqc\n\nUNDECIDED: no proof was checked\n", text(outcome));
    assertFalse(ProofsReport.json(outcome).contains("L1.sum"));
  }

  @Test
  void json_ofAProvedTheorem_hasTheShapeOfTheDesign() {
    Outcome outcome = new Outcome(0, List.of(claim("sum", true)), List.of());
    assertEquals(
        "{\"verdict\":\"pass\",\"claims\":[{\"id\":\"L1.sum\",\"theorem\":\"sum\",\"file\":"
            + "\"proofs-notes/coq/Sum.v\",\"proved\":true,\"axioms\":[],\"statement\":"
            + "\"Oneandoneistwo.\",\"paper\":\"Lemma1\"}],\"messages\":[]}",
        ProofsReport.json(outcome).replaceAll("\\s", ""));
  }
}
