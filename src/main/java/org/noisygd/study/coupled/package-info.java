// SPDX-License-Identifier: Apache-2.0
/**
 * Many runs of Perturbed GD, in several arithmetics under the same noise, beside a reference run of
 * high precision. Open {@link org.noisygd.study.coupled.CoupledRuns} first: it makes the updates of
 * every run and shows them to observers. {@link org.noisygd.study.coupled.Trajectories} makes the
 * run in an arithmetic.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study.coupled;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
