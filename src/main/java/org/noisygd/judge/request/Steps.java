// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

/**
 * The steps of a trace that are the updates of a run.
 *
 * @param first the number of the first
 * @param last the number of the last
 */
public record Steps(long first, long last) {}
