// SPDX-License-Identifier: Apache-2.0
/**
 * The golden data: what the files below {@code golden/} hold, how every byte of them is made, and
 * the checks that compare them. Open {@code GoldenSet} first.
 */
package org.noisygd.golden;
