// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

/**
 * A known mistake that reproduces the candidate's numbers.
 *
 * @param code its code
 * @param op the op it was seen in
 * @param text what to change
 */
public record Diagnosis(String code, String op, String text) {}
