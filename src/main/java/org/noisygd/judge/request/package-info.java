// SPDX-License-Identifier: Apache-2.0
/**
 * The requests to a candidate. Open {@link org.noisygd.judge.request.Op} first: it defines an op. A
 * {@code Request} is one op with its numbers, which {@code RequestJson} writes; an {@code Answer}
 * holds the numbers of a reply. {@code Quantities} are the parts of answers. {@code ExactEntries}
 * and {@code ExactPlans} decide where no admissible evaluation order rounds, by {@code BitSpan}s.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.request;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
