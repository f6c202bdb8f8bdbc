// SPDX-License-Identifier: Apache-2.0
/**
 * Which known mistake reproduces a candidate's numbers. Open {@code Diagnostician} first. Causes
 * outside a formula come first: {@code NothingComputed}, {@code RestoredBySubtraction}, {@code
 * TruncatedOutput}, {@code NarrowArithmetic} and {@code StaleState} for what is kept ({@code
 * InputField}). Then {@code MistakeFit} compares each mistake of the catalogue with all answers,
 * field by field ({@code Compared}); {@code RunMistakes} compares along a run. {@code ScaledTerm}
 * comes last.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.diagnosis;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
