// SPDX-License-Identifier: Apache-2.0
/**
 * Other programs: started, asked line by line, and ended. Open {@link
 * org.noisygd.io.process.LimitedProcess} first: it bounds their time and output.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.io.process;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
