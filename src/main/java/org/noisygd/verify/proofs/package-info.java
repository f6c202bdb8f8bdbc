// SPDX-License-Identifier: Apache-2.0
/**
 * What is proved by machine. Open {@link org.noisygd.verify.proofs.ProofCheck} first: it has Coq
 * check every proof in {@code proofs-notes/coq} anew. {@code GoldenTheorems} writes the theorems
 * about the golden traces, {@code ClaimTable} reads the table of claims, {@code ProvedClaim} is one
 * row.
 */
package org.noisygd.verify.proofs;
