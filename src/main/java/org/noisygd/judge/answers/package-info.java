// SPDX-License-Identifier: Apache-2.0
/**
 * All answers of one candidate, and all updates of one trace, each judged as it comes. Open {@link
 * org.noisygd.judge.answers.CandidateAnswers} first: explanations, reports and certificates read
 * it.
 */
package org.noisygd.judge.answers;
