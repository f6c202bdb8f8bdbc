// SPDX-License-Identifier: Apache-2.0
/**
 * What a candidate is asked. Open {@link org.noisygd.judge.request.Op} first: it says what an op
 * is. A {@code Request} is one op with its numbers, which {@code RequestJson} writes; an {@code
 * Answer} holds the numbers of a reply. {@code Quantities} are what answers are made of, {@code
 * ExactEntries} and {@code ExactPlans} say where no legal plan rounds, by {@code BitSpan}s.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.request;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
