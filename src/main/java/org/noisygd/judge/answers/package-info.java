// SPDX-License-Identifier: Apache-2.0
/**
 * All answers of one candidate, and the verdicts on them. Open {@link
 * org.noisygd.judge.answers.CandidateAnswers} first: explanations, reports and certificates read
 * it.
 */
package org.noisygd.judge.answers;
