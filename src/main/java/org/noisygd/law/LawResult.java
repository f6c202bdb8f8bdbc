// SPDX-License-Identifier: Apache-2.0
package org.noisygd.law;

/**
 * One test of a sample's law.
 *
 * @param test the test's name
 * @param pass whether it held
 * @param detail the statistic and its limit, in words
 * @param code the mistake it points to; empty if none
 */
public record LawResult(String test, boolean pass, String detail, String code) {}
