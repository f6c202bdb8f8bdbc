// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import java.util.List;

/**
 * One row of {@code proofs-notes/coq/claims.tsv}: a claim and one of the theorems behind it.
 *
 * @param id the claim's id, such as {@code L2.kappa}; several rows may share one
 * @param theorem the theorem's Coq name
 * @param file the source, relative to {@code proofs-notes/coq}
 * @param statement the statement in words
 * @param paper the location in the paper
 * @param allowed the word for the allowed axioms
 * @param proved true if Coq has just proved it
 * @param axioms the axioms used by the rows with the same word, according to Coq
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

  /** The name in the files of the check. */
  String key() {
    return file.replaceFirst("\\.v$", "") + "." + theorem;
  }

  /** Returns a copy with Coq's results. */
  ProvedClaim with(boolean nowProved, List<String> found) {
    return new ProvedClaim(
        id, theorem, file, statement, paper, allowed, nowProved, List.copyOf(found));
  }
}
