// SPDX-License-Identifier: Apache-2.0
/**
 * Which known mistake reproduces a candidate's numbers. Open {@code Diagnostician} first. Causes
 * outside a formula come first: {@code NoiseSubtractedAgain}, {@code TruncatedOutput}, {@code
 * NarrowArithmetic} and {@code StaleState}. Then {@code MistakeFit} compares each mistake of the
 * catalogue with all answers, field by field ({@code Compared}); {@code RunMistakes} compares along
 * a run. {@code ScaledTerm} comes last. {@code WhereItFails} tells the cases and entries that are
 * wrong.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.diagnosis;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
