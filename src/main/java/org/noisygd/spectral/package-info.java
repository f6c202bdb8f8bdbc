// SPDX-License-Identifier: Apache-2.0
/**
 * Eigenvalues of symmetric matrices, proved ones told apart by their type from approximate ones.
 *
 * <table>
 * <caption>What is known how</caption>
 * <tr><th>class</th><th>says</th><th>known</th></tr>
 * <tr><td>{@link org.noisygd.spectral.CertifiedSpectrum}</td><td>an {@link
 * org.noisygd.spectral.Enclosure} of every eigenvalue with its multiplicity</td><td>exact where
 * rational, else enclosed</td></tr>
 * <tr><td>{@link org.noisygd.polynomial.Inertia}</td><td>how many eigenvalues are negative, zero,
 * positive, by elimination</td><td>exact</td></tr>
 * <tr><td>{@link org.noisygd.polynomial.CharacteristicPolynomial}</td><td>det(x I - H), its square-free
 * factors, and the inertia at any shift by Descartes' rule</td><td>exact</td></tr>
 * <tr><td>{@link org.noisygd.spectral.ClusterEnclosures}</td><td>enclosures with counts for every
 * matrix in an interval matrix, by {@link org.noisygd.interval.IntervalArithmetic}; proved error
 * bounds for an approximate spectrum</td><td>enclosed</td></tr>
 * <tr><td>{@link org.noisygd.spectral.ApproximateSpectrum}</td><td>eigenvalues and eigenvectors by
 * {@link org.noisygd.spectral.JacobiEigenSolver} in any arithmetic, or by {@link
 * org.noisygd.spectral.CommonsMathEigenSolver}</td><td>measured</td></tr>
 * </table>
 *
 * <p>The elimination and the characteristic polynomial share no code beyond reading the matrix, so
 * each checks the other; the interval route shares nothing with either. Open {@link
 * org.noisygd.spectral.CertifiedSpectrum} first. This package knows nothing of the closed forms
 * that its results are compared with.
 */
package org.noisygd.spectral;
