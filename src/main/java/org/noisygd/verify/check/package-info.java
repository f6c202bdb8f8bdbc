// SPDX-License-Identifier: Apache-2.0
/**
 * What a check is: a named claim with its outcome ({@link org.noisygd.verify.check.CheckResult}),
 * how many cases it saw and how far they were off ({@link org.noisygd.verify.check.Tally}), and how
 * that is known ({@link org.noisygd.report.Evidence}). Open {@link org.noisygd.verify.check.Check}
 * first.
 */
package org.noisygd.verify.check;
