// SPDX-License-Identifier: Apache-2.0
/**
 * The reference verifies itself: the list of all checks ({@link org.noisygd.verify.CheckGroups}),
 * their running on several threads ({@link org.noisygd.verify.Verification}), and the outcome as a
 * table, as JSON and as one HTML page with figures.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code check}: what a check is.
 *   <li>{@code claims}: where closed forms and eigenvalues meet, claim by claim.
 *   <li>{@code golden}: the golden data, how every byte of them is made, and their checks.
 *   <li>{@code proofs}: has Coq check what is proved by machine.
 * </ul>
 */
package org.noisygd.verify;
