// SPDX-License-Identifier: Apache-2.0

/**
 * The reference's verification of itself: the list of all checks, their running on several threads,
 * and the outcome as a terminal table, as JSON and as one HTML page with figures. Open {@link
 * org.noisygd.verification.Chapters} for what is checked, {@link
 * org.noisygd.verification.Verification} for how it is run.
 */
package org.noisygd.verification;
