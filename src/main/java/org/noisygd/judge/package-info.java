// SPDX-License-Identifier: Apache-2.0
/**
 * The verdict on one answer: the exact image against the candidate's, within the bounds of package
 * {@code bounds}. Open {@link org.noisygd.judge.Judge} first. No tolerance is typed by hand.
 */
package org.noisygd.judge;
