// SPDX-License-Identifier: Apache-2.0
/**
 * Closed forms, eigenvalues and bounds.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code eigenvalue}: eigenvalues by computation, approximate or as rigorous enclosures; it
 *       sees no closed form.
 *   <li>{@code landscape}: the closed forms of the lemmas and theorems, each with its hypotheses.
 *   <li>{@code settling}: the noise phase in closed form: its rate and the law in which it settles.
 *   <li>{@code rounding}: how far a legal program's rounding may take it from the exact result.
 * </ul>
 */
package org.noisygd.theory;
