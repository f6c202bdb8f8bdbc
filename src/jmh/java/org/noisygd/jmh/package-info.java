// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of updates, noise, judge and eigen-analysis: {@code src/jmh/run.sh} runs them. For
 * comparisons between implementations see {@code ./verify.sh bench}, which times them in turn.
 */
package org.noisygd.jmh;
