// SPDX-License-Identifier: Apache-2.0
/**
 * The reference verifies itself. {@link org.noisygd.verify.CheckGroups} lists all checks, {@link
 * org.noisygd.verify.Verification} runs them on several threads, and the outcome is a table, JSON,
 * or one HTML page.
 *
 * <p>Its packages, each of which imports only from those above it:
 *
 * <ul>
 *   <li>{@code check}: what a check is.
 *   <li>{@code claims}: where closed forms and eigenvalues meet, claim by claim.
 *   <li>{@code golden}: the golden data, how each byte is made, and their checks.
 *   <li>{@code proofs}: runs Coq on the machine-checked proofs.
 * </ul>
 */
package org.noisygd.verify;
