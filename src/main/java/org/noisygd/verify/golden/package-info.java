// SPDX-License-Identifier: Apache-2.0
/**
 * The golden data: what the files below {@code golden/} hold, how every byte of them is made, and
 * the checks that compare them. Open {@code GoldenSet} first. Each golden vector is a {@code
 * Request} on inputs chosen by {@code VectorInputs} so that the results of all legal orders of
 * evaluation ({@code LegalPlans}) lie in a {@code BitSpan} that excludes those of each known
 * mistake.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.verify.golden;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
