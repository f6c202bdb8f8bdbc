// SPDX-License-Identifier: Apache-2.0
/**
 * The noise phase in closed form: the rate of the perturbed update along the valley, and its
 * stationary distribution at the optimum of the smoothed problem.
 *
 * <p>{@link org.noisygd.theory.settling.PhaseThree} is the rate of balancing; {@link
 * org.noisygd.theory.settling.LinearisedUpdate} the update to first order about the smoothed
 * optimum; {@link org.noisygd.theory.settling.StationaryCovariance} solves its Stein equation
 * ({@link org.noisygd.theory.settling.SteinEquation}), {@link
 * org.noisygd.theory.settling.StationaryShift} gives the mean's distance from the optimum, and
 * {@link org.noisygd.theory.settling.StationaryMoments} the moments of ratio, imbalance and loss.
 * Derivations: {@code proofs-notes/closed-forms.md}.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.theory.settling;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
