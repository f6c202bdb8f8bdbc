// SPDX-License-Identifier: Apache-2.0
/**
 * A numerical reference for perturbed gradient descent on nonconvex matrix factorization.
 *
 * <p>Its packages; each imports only from those above it, and lists its own packages in its package
 * documentation, in the same order. The test of the architecture reads these lists.
 *
 * <ul>
 *   <li>{@code number}: numbers, formats, matrices, random streams.
 *   <li>{@code descent}: the problem, and all implementations of its update.
 *   <li>{@code theory}: closed forms, eigenvalues, bounds.
 *   <li>{@code io}: files, JSON, programs that are started, the progress and end of a command.
 *   <li>{@code report}: results as text, tables, pages, charts and JSON.
 *   <li>{@code judge}: the judgement of the answers of other implementations.
 *   <li>{@code explain}: the faults that explain wrong answers.
 *   <li>{@code verdict}: judgement over pipes, from files and of traces; reports and certificates.
 *   <li>{@code verify}: the reference verifies itself: checks, golden data, proofs.
 *   <li>{@code study}: experiments: precision, the paper, Theorem 1, sweeps.
 *   <li>{@code bench}: the cost of an update, here and in other libraries.
 *   <li>{@code cli}: the command line.
 * </ul>
 *
 * <p>The first three are the library {@code noisygd-core}, which src/library packages; so they need
 * neither JSON nor a command line.
 *
 * <p>To read one thing, read {@link org.noisygd.descent.update.PerturbedUpdate}. Shapes are checked
 * when the code is compiled: {@link org.noisygd.number.shape.Shape} says how they are written.
 */
package org.noisygd;
