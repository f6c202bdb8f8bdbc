// SPDX-License-Identifier: Apache-2.0
/**
 * This project's own implementations as a benchmark times them, and the reference they are compared
 * with. Open {@link org.noisygd.bench.ours.OwnImplementation} first: it lists them.
 */
package org.noisygd.bench.ours;
