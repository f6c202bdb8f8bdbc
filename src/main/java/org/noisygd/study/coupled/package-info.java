// SPDX-License-Identifier: Apache-2.0
/**
 * Many runs of Perturbed GD, in several arithmetics under the same noise, beside a reference run of
 * high precision. Open {@link org.noisygd.study.coupled.CoupledRuns} first: it advances every run
 * and passes it to observers. {@link org.noisygd.study.coupled.Trajectories} constructs the run in
 * an arithmetic.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study.coupled;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
