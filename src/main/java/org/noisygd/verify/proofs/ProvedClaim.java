// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import java.util.List;

/**
 * One row of {@code proofs-notes/coq/claims.tsv}: a claim and one of the theorems behind it.
 *
 * @param id the claim's id, such as {@code L2.kappa}; several rows may share one
 * @param theorem the theorem's Coq name
 * @param file its source, relative to {@code proofs-notes/coq}
 * @param statement the statement in words
 * @param paper the place in the paper
 * @param allowed the word for the axioms that it may use
 * @param proved whether Coq has just proved it
 * @param axioms the axioms that it and the rows with the same word use, according to Coq
 */
public record ProvedClaim(
    String id,
    String theorem,
    String file,
    String statement,
    String paper,
    String allowed,
    boolean proved,
    List<String> axioms) {

  /** Its name in the files that the check writes. */
  String key() {
    return file.replaceFirst("\\.v$", "") + "." + theorem;
  }

  /** The same row with Coq's results. */
  ProvedClaim with(boolean nowProved, List<String> found) {
    return new ProvedClaim(
        id, theorem, file, statement, paper, allowed, nowProved, List.copyOf(found));
  }
}
