// SPDX-License-Identifier: Apache-2.0
/**
 * A strict JSON reader that keeps number literals and bounds the memory, and a JSON writer with
 * reproducible bytes. Open {@link org.noisygd.io.json.JsonReader} first.
 */
@DefaultQualifier(value = NonNull.class, locations = TypeUseLocation.IMPLICIT_UPPER_BOUND)
package org.noisygd.io.json;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.framework.qual.DefaultQualifier;
import org.checkerframework.framework.qual.TypeUseLocation;
