// SPDX-License-Identifier: Apache-2.0
/**
 * Machine-checked proofs. Open {@link org.noisygd.verify.proofs.ProofCheck} first: it reruns Coq on
 * every proof in {@code proofs-notes/coq}. {@code ClaimTable} reads the table of claims, {@code
 * ProvedClaim} is a row.
 */
package org.noisygd.verify.proofs;
