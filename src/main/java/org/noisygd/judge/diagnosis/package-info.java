// SPDX-License-Identifier: Apache-2.0
/**
 * Which known mistake reproduces a candidate's numbers. Open {@code Diagnostician} first. It first
 * looks for causes that are not in a formula: {@code NothingComputed}, {@code
 * RestoredBySubtraction}, {@code TruncatedOutput}, {@code NarrowInputs}, {@code NarrowArithmetic}
 * and {@code NormwiseErrors} for lost digits, {@code StaleState} and {@code RunStates} for what is
 * kept. Then {@code MistakeSearch} searches the catalogue. {@code MistakeFit} compares a mistake
 * with all answers, field by field ({@code Compared}); {@code RunMistakes} compares along a run.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.diagnosis;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
