// SPDX-License-Identifier: Apache-2.0
/**
 * Tests the distribution of samples, and of the increments of a trace without noise. Open {@link
 * org.noisygd.judge.distribution.SampleVerdict} first. {@code MomentStatistics} tests results at
 * any point, the others the noise that {@code RecoveredNoise} recovers from them. {@code
 * TestFamily} divides the probability of a false alarm. {@code proofs-notes/sample-distribution.md}
 * has the derivations.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.distribution;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
