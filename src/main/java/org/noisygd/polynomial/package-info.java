// SPDX-License-Identifier: Apache-2.0
/**
 * Exact algebra of integer matrices and polynomials: what is known of eigenvalues without rounding.
 *
 * <p>{@link org.noisygd.polynomial.Inertia} counts negative, zero and positive eigenvalues by
 * elimination; {@link org.noisygd.polynomial.CharacteristicPolynomial} is computed modulo {@link
 * org.noisygd.polynomial.Primes} and put together again ({@link org.noisygd.polynomial.Residues}),
 * split into {@link org.noisygd.polynomial.SquareFreeFactors}, and each {@link
 * org.noisygd.polynomial.RealRoot} isolated by Descartes' rule of signs. The elimination and the
 * polynomial share no code beyond reading the matrix, so each checks the other.
 */
package org.noisygd.polynomial;
