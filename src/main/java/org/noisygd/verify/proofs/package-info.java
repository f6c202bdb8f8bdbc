// SPDX-License-Identifier: Apache-2.0
/**
 * Machine-checked proofs. Open {@link org.noisygd.verify.proofs.ProofCheck} first: it runs Coq on
 * every proof in {@code proofs-notes/coq} again. {@code ClaimTable} reads the table of claims,
 * {@code ProvedClaim} is one row.
 */
package org.noisygd.verify.proofs;
