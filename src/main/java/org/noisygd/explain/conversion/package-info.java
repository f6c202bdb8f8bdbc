// SPDX-License-Identifier: Apache-2.0
/**
 * The faults that reproduce converted numbers. Open {@code RoundingDiagnosis} first: it explains
 * one format and rounding at a time, by {@code Hypotheses}, a list in ascending order of
 * assumptions. {@code ConversionDiagnosis} tries it on results of a deterministic rounding, {@code
 * StochasticDiagnosis} on samples, {@code SeedDiagnosis} on samples of several seeds.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.explain.conversion;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
