// SPDX-License-Identifier: Apache-2.0
/**
 * Verdicts as theorems: files that Coq proves by computation, against the definitions and theorems
 * of {@code proofs-notes/coq/judge/certificate}. Open {@link
 * org.noisygd.verdict.certificate.CandidateClaims} first: it gives for each case the claim, or the
 * reason why there is none. {@code ./verify.sh proofs --certificate DIR} has the files checked.
 */
package org.noisygd.verdict.certificate;
