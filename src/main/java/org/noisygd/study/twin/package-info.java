// SPDX-License-Identifier: Apache-2.0
/**
 * Many runs of Perturbed GD, in several arithmetics under the same noise, beside a twin of high
 * precision, and what is measured along them: the phases, the drift ratio, what stores do. Open
 * {@link org.noisygd.study.twin.CoupledRuns} first: it makes the updates of every run and shows
 * them to observers. {@link org.noisygd.study.twin.Trajectories} makes the run in an arithmetic;
 * {@link org.noisygd.study.statistics.DriftRatio} is the number that decides, and {@link
 * org.noisygd.study.twin.VerdictRule} gives the word for it.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study.twin;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
