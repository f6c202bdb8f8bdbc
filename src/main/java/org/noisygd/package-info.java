// SPDX-License-Identifier: Apache-2.0
/**
 * A numerical reference for perturbed gradient descent on nonconvex matrix factorization.
 *
 * <p>Eleven rooms. Each imports only from those above it, and lists its own packages in its package
 * documentation, in the same order. The test of the architecture reads these lists.
 *
 * <ul>
 *   <li>{@code number}: what is computed with: numbers, formats, matrices, random streams.
 *   <li>{@code descent}: the problem, and every way to run it.
 *   <li>{@code theory}: closed forms, eigenvalues, bounds.
 *   <li>{@code report}: results written and files read: tables, pages, charts, JSON.
 *   <li>{@code judge}: is an answer of other people's implementations right?
 *   <li>{@code explain}: which fault explains the wrong ones?
 *   <li>{@code verdict}: who is told, and how: by pipes, files, traces; reports, certificates.
 *   <li>{@code verify}: the reference verifies itself: checks, golden data, proofs.
 *   <li>{@code study}: experiments: precision, the paper, Theorem 1, sweeps.
 *   <li>{@code bench}: what an update costs, ours and others'.
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
