// SPDX-License-Identifier: Apache-2.0
/**
 * Closed forms, eigenvalues and bounds.
 *
 * <p>Its packages; each imports only from those above it:
 *
 * <ul>
 *   <li>{@code eigenvalue}: eigenvalues by computation, approximate or as rigorous enclosures;
 *       independent of the closed forms.
 *   <li>{@code landscape}: the closed forms of the lemmas and theorems, each with its hypotheses.
 *   <li>{@code settling}: the noise phase in closed form: its rate and its stationary distribution.
 *   <li>{@code error}: bounds on the rounding error of any correct program.
 * </ul>
 */
package org.noisygd.theory;
