// SPDX-License-Identifier: Apache-2.0
/**
 * The golden data: the generation of the files below {@code golden/}, and the checks that compare
 * them. Open {@code GoldenSet} first. A vector is a {@code Request} on inputs from {@code
 * VectorInputs}, with the formats in which every admissible evaluation order is exact ({@code
 * ExactFormats}). The vectors for conversions are {@code RoundingVectors}, {@code
 * StochasticVectors} and {@code BlockVectors}.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.verify.golden;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
