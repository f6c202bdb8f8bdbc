// SPDX-License-Identifier: Apache-2.0
/**
 * What a check is: a named claim with its outcome ({@link org.noisygd.verify.check.CheckResult}),
 * how many cases it saw and how far they were off ({@link org.noisygd.verify.check.Tally}), and how
 * that is known ({@link org.noisygd.report.Evidence}). Open {@link org.noisygd.verify.check.Check}
 * first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.verify.check;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
