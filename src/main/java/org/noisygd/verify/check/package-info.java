// SPDX-License-Identifier: Apache-2.0
/**
 * Checks: a named claim, its kind of evidence ({@link org.noisygd.report.Evidence}), its cases and
 * their errors ({@link org.noisygd.verify.check.Tally}), and its result ({@link
 * org.noisygd.verify.check.CheckResult}). Open {@link org.noisygd.verify.check.Check} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.verify.check;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
