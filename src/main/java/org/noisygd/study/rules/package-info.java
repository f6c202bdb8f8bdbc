// SPDX-License-Identifier: Apache-2.0
/**
 * Which optimum each update rule picks, measured beside what theory expects, and what the law of
 * the noise changes (the paper's Section 6): anisotropy, heavy tails, decay. Open {@link
 * org.noisygd.study.rules.BiasStudy} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.study.rules;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
