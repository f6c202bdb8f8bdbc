// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

/**
 * Which steps of a trace the updates of a run are.
 *
 * @param first the number of the first
 * @param last that of the last
 */
public record Steps(long first, long last) {}
