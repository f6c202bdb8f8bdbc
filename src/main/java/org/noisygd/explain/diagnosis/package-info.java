// SPDX-License-Identifier: Apache-2.0
/**
 * The known faults that reproduce a candidate's numbers. Open {@code Diagnostician} first. Faults
 * outside formulas come first: {@code NoiseSubtractedAgain}, {@code TruncatedOutput}, {@code
 * NarrowArithmetic} and {@code StaleState}. Then {@code FaultFit} compares each fault of the
 * catalogue with all answers, field by field ({@code Compared}); {@code RunFaults} compares along a
 * run. {@code ScaledTerm} comes last. {@code WhereItFails} finds the condition under which an op
 * fails.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.diagnosis;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
