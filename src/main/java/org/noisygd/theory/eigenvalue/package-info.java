// SPDX-License-Identifier: Apache-2.0
/**
 * Eigenvalues of symmetric matrices, proved.
 *
 * <table>
 * <caption>Results and their accuracy</caption>
 * <tr><th>class</th><th>result</th><th>accuracy</th></tr>
 * <tr><td>{@link org.noisygd.theory.eigenvalue.CertifiedSpectrum}</td><td>an {@link
 * org.noisygd.theory.eigenvalue.Enclosure} of every eigenvalue with its multiplicity</td><td>exact if rational, else enclosed</td></tr>
 * <tr><td>{@link org.noisygd.theory.eigenvalue.Inertia}</td><td>the numbers of negative, zero and positive eigenvalues, by elimination</td><td>exact</td></tr>
 * <tr><td>{@link org.noisygd.theory.eigenvalue.CharacteristicPolynomial}</td><td>det(x I - H), its square-free
 * factors, and the inertia at any shift by Descartes' rule</td><td>exact</td></tr>
 * </table>
 *
 * <p>The characteristic polynomial is computed modulo {@link org.noisygd.theory.eigenvalue.Primes}
 * and reconstructed ({@link org.noisygd.theory.eigenvalue.Residues}), split into {@link
 * org.noisygd.theory.eigenvalue.SquareFreeFactors}, and each {@link
 * org.noisygd.theory.eigenvalue.RealRoot} isolated by Descartes' rule of signs. The elimination and
 * the polynomial share no code beyond reading the matrix, so each checks the other. Open {@link
 * org.noisygd.theory.eigenvalue.CertifiedSpectrum} first. This package is independent of the closed
 * forms with which its results are compared.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.theory.eigenvalue;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
