// SPDX-License-Identifier: Apache-2.0
/**
 * Perturbed gradient descent on matrix factorization in any arithmetic, from bfloat16 to exact
 * numbers, with closed forms, certified eigenvalues and bounds on rounding.
 *
 * <p>An algorithm is written once over {@link org.noisygd.number.Arithmetic}, which is passed as a
 * value; {@link org.noisygd.number.format.Arithmetics} finds one by its name. {@link
 * org.noisygd.number.matrix.Matrix} holds its numbers, {@link
 * org.noisygd.descent.update.PerturbedRun} makes runs, and {@link
 * org.noisygd.theory.error.OpBounds} says how far a right program may be off. The note
 * proofs-notes/library.md begins with a project of one class.
 *
 * <p><b>What stays.</b> Versions are semantic: what these pages show is removed or changed only
 * with a new first number, and added to with a new second one. Whatever else is public in an
 * exported package has no page, and may change with each release.
 *
 * <p><b>Conventions.</b> Objects do not change, and many threads may share them; only an arithmetic
 * that rounds by random words is for one thread at a time. Nothing takes or gives null unless it
 * says {@code @Nullable}: a null ends in a {@link NullPointerException}. An argument of the wrong
 * shape or range is an {@link IllegalArgumentException}, whose message is one line: what, the rule,
 * what was got. A number that an arithmetic does not contain is an {@link ArithmeticException}. In
 * binary formats NaN goes through operations as IEEE 754 says; it has no exact value.
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
  exports org.noisygd.theory.eigenvalue;
  exports org.noisygd.theory.landscape;
  exports org.noisygd.theory.error;
}
