// SPDX-License-Identifier: Apache-2.0
/**
 * What a check is: a named claim with its outcome ({@link org.noisygd.check.CheckResult}), how many
 * cases it saw and how far they were off ({@link org.noisygd.check.Tally}), and how that is known
 * ({@link org.noisygd.check.How}: proved, exact, enclosed, cross-checked or measured). The checks
 * themselves stand in {@code crosscheck}, {@code golden} and {@code proofs}. Open {@link
 * org.noisygd.check.Check} first.
 */
package org.noisygd.check;
