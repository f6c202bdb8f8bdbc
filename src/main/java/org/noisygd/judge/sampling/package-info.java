// SPDX-License-Identifier: Apache-2.0
/**
 * The law of random images: what is tested of a sample and of the increments of a trace without
 * noise. Open {@link org.noisygd.judge.sampling.SampleVerdict} first. {@code GenericLaw} tests
 * images at any point; {@code RecoveredNoise} recovers the noise where that is possible; {@code
 * Grouping} puts its numbers together, by entries, draws or factors, for {@code MagnitudeLaw},
 * {@code TailLaw}, {@code SumLaw} and {@code EvennessLaw}, which test it, as {@code DigitsLaw},
 * {@code SignLaw} and {@code ValueReuse} do; {@code SampleDiagnosis} names the mistake, which
 * {@code NoiseRepair} takes away to see what is left; {@code LawFamily} shares out the probability
 * of a false alarm; {@code IncrementLaw} judges increments. Derived in {@code
 * proofs-notes/sample-law.md}.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.sampling;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
