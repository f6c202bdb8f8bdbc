// SPDX-License-Identifier: Apache-2.0
/**
 * {@code study precision} and its five studies, one class each. They share the options in {@link
 * org.noisygd.cli.precision.PrecisionOptions}. Open {@link
 * org.noisygd.cli.precision.PrecisionCommand} first.
 */
package org.noisygd.cli.precision;
