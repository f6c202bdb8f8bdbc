// SPDX-License-Identifier: Apache-2.0
package org.cprover;

/** The names by which JBMC knows "any value of this type"; it never runs these bodies. */
public final class CProver {
  private CProver() {}

  /** Any double, infinities and NaN among them. */
  public static double nondetDouble() {
    throw new UnsupportedOperationException("for JBMC alone");
  }

  /** Any long. */
  public static long nondetLong() {
    throw new UnsupportedOperationException("for JBMC alone");
  }
}
