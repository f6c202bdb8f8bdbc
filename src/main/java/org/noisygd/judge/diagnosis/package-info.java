// SPDX-License-Identifier: Apache-2.0
/**
 * Which known mistake reproduces a candidate's numbers. Open {@code Diagnostician} first: it asks,
 * in their order, {@code TruncatedOutput}, {@code NarrowInputs}, {@code NarrowArithmetic} and
 * {@code NormwiseErrors} for lost digits, {@code StaleState} and {@code RunStates} for what is
 * kept, then tries every {@code Mistake}, every {@code MistakeFamily} by {@code SizeFit}, those
 * that {@code PartialMistakes} finds in some steps or requests alone, and pairs; {@code MistakeFit}
 * compares, {@code RunMistakes} does so along a run.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.diagnosis;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
