// SPDX-License-Identifier: Apache-2.0
/**
 * The cases that a candidate is asked, one class for each kind. Open {@link
 * org.noisygd.judge.cases.StandardCases} first: it lists the kinds that every op has. Most cases
 * are {@code DesignedCases}: {@code Parameter} lists the parameters of a request, {@code Design}
 * the combinations of their levels. A {@code CaseSuite} collects the cases of an arithmetic and a
 * seed, {@code NumberSource} draws their numbers.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.judge.cases;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
