// SPDX-License-Identifier: Apache-2.0
/**
 * Perturbed gradient descent on matrix factorization in any arithmetic, with closed forms and
 * certified eigenvalues. What is not exported is internal. proofs-notes/library.md names the types
 * that stay as they are from one release to the next.
 */
module org.noisygd.core {
  requires transitive org.apache.commons.numbers.core;
  requires transitive org.apache.commons.numbers.fraction;
  requires org.apfloat;
  requires static org.checkerframework.checker.qual;

  exports org.noisygd.number;
  exports org.noisygd.number.format;
  exports org.noisygd.number.matrix;
  exports org.noisygd.number.random;
  exports org.noisygd.descent.objective;
  exports org.noisygd.descent.update;
  exports org.noisygd.descent.fast;
  exports org.noisygd.theory.eigenvalue;
  exports org.noisygd.theory.landscape;
  exports org.noisygd.theory.rounding;
}
