// SPDX-License-Identifier: Apache-2.0
/**
 * Tests the law of random images: of a sample, and of the increments of a trace without noise. Open
 * {@link org.noisygd.judge.sampling.SampleVerdict} first. {@code GenericLaw} tests images at any
 * point; {@code RecoveredNoise} recovers the noise where that is possible. {@code MagnitudeLaw},
 * {@code TailLaw}, {@code SignificandBits}, {@code SignLaw} and {@code DuplicateValues} test it;
 * {@code LawFamily} shares out the probability of a false alarm; {@code IncrementStatistics} tests
 * increments. {@code proofs-notes/sample-law.md} has the derivations.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.sampling;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
