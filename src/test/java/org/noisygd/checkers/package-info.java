// SPDX-License-Identifier: Apache-2.0
/**
 * The checkers that hold the sources, as tests: the Checker Framework's Nullness checker, our own
 * checker of matrix shapes, and Error Prone. The ordinary compilation runs none of them, so it
 * takes seconds; these tests take minutes and run beside the others.
 *
 * <p>The shape checker finds a forgotten transpose or a wrong factor at compile time. Values carry
 * {@link org.noisygd.number.shape.Shape}, kernels carry {@link org.noisygd.number.shape.Einsum}.
 * The checker is a plug-in of the Checker Framework, so local variables need no annotation: their
 * shape follows from what is assigned to them.
 *
 * <p>The checker cannot know where the first shape comes from. A factory that reads or computes
 * dimensions at run time, and a constructor that compares them, vouches for the shape itself, with
 * {@code @SuppressWarnings("shape")} and a comment that says what makes it true.
 *
 * <p>Open first: {@link org.noisygd.checkers.EinsumSignature}, which holds all the reasoning;
 * {@link org.noisygd.checkers.Dimension} is its algebra, the other classes connect it to the
 * compiler.
 */
package org.noisygd.checkers;
