// SPDX-License-Identifier: Apache-2.0
/**
 * The reference verifies itself. {@link org.noisygd.verify.CheckGroups} lists all checks, {@link
 * org.noisygd.verify.Verification} runs them on several threads, and the outcome is a table, JSON,
 * or one HTML page.
 *
 * <p>Its packages, each of which imports only from those above it:
 *
 * <ul>
 *   <li>{@code check}: checks and their results.
 *   <li>{@code claims}: comparisons of closed forms and eigenvalues, claim by claim.
 *   <li>{@code golden}: the golden data, their generation, and their checks.
 *   <li>{@code proofs}: runs Coq on the machine-checked proofs.
 * </ul>
 */
package org.noisygd.verify;
