// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.noisygd.number.format.Arithmetics;

class ReferenceTest {
  private static final Problem SMALL = Problem.binary64(3, 4, 2);

  @ParameterizedTest
  @CsvSource({"binary64", "double-double", "decimal:34", "decimal:100"})
  void agreement_ours_isWithinTheBoundAndTheBoundIsSmall(String arithmetic) throws IOException {
    agreesAndTellsApart(new Problem(arithmetic, 5, 7, 3));
  }

  private static void agreesAndTellsApart(Problem problem) throws IOException {
    Reference reference = new Reference(problem);
    for (Implementation ours : OwnImplementations.all()) {
      if (ours.takes(problem)) {
        assertNull(reference.difference(ours.open(problem)), ours.name());
      }
    }
    // An arithmetic with six digits fewer is told apart: the bound is far below its errors.
    if (problem.arithmetic().startsWith("decimal:")) {
      String coarse = "decimal:" + (problem.digits() - 6);
      Session session = OwnSession.descent(problem, Arithmetics.named(coarse), 0);
      assertNotNull(reference.difference(session));
    }
  }

  @Test
  void agreement_noiseOfAnotherReplicate_isToldApart() throws IOException {
    assertNotNull(new Reference(SMALL).difference(OwnSession.doubles(SMALL, 1)));
  }
}
