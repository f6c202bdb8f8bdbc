// SPDX-License-Identifier: Apache-2.0
/** This project's own implementations as a benchmark has them at work, and the reference. */
package org.noisygd.bench.ours;
