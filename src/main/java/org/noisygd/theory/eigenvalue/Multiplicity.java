// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

/** What the count of an {@link Enclosure} says. */
public enum Multiplicity {
  /** One single eigenvalue, of exactly that multiplicity. */
  EXACT,

  /** That many eigenvalues, counted with multiplicity; how many of them coincide is not known. */
  CLUSTER
}
