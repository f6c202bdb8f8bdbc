// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

/**
 * The program that was judged.
 *
 * @param name the name that it gave, or its command; empty for a trace without a name
 * @param declared the arithmetic that it declared; empty if it failed before that
 * @param observed the arithmetic whose unit roundoff its errors fit; empty if unknown
 */
public record Program(String name, String declared, String observed) {
  /** Both arithmetics in words, to follow a name. */
  public String arithmetics() {
    return (declared.isEmpty() ? "" : ": declared " + declared)
        + (observed.isEmpty() ? "" : ", errors fit " + observed);
  }
}
