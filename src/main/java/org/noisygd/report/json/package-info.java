// SPDX-License-Identifier: Apache-2.0
/**
 * Reads JSON strictly, keeps every number as it was written, and bounds the memory; writes JSON
 * whose bytes are the same everywhere. Open {@link org.noisygd.report.json.JsonReader} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.report.json;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
