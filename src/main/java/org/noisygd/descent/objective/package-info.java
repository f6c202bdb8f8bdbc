// SPDX-License-Identifier: Apache-2.0
/**
 * The objective F(X,Y) = 1/2 ||X Y^T - M||_F^2, the smoothed objective Fs(X,Y) = E F(X+Z1, Y+Z2)
 * and the quantities measured of an iterate. Open {@link
 * org.noisygd.descent.objective.MatrixFactorization} first.
 *
 * <p>Letters, as in the paper: M is d1 x d2, X is d1 x r, Y is d2 x r; R = X Y^T - M is the
 * residual; Z1, Z2 are the perturbations of X and Y; gamma is the required balance, X^T X = gamma^2
 * Y^T Y. The variables of a Hessian are ordered X row by row, then Y row by row.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.descent.objective;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
