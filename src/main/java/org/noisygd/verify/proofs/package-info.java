// SPDX-License-Identifier: Apache-2.0
/**
 * Machine-checked proofs. Open {@link org.noisygd.verify.proofs.ProofCheck} first: it reruns Coq on
 * every proof in {@code proofs-notes/coq}. {@code ProvedClaim} is a row of the table of claims.
 */
package org.noisygd.verify.proofs;
