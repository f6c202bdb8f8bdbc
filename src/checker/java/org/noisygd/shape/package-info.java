// SPDX-License-Identifier: Apache-2.0
/**
 * A compile-time checker of matrix shapes: a forgotten transpose or a wrong factor does not
 * compile.
 *
 * <p>Values carry {@link org.noisygd.shape.qual.Shape}, kernels carry {@link
 * org.noisygd.shape.qual.Einsum}; both are in {@code org.noisygd.shape.qual}, the only part of this
 * package that the jar ships. The checker is a plug-in of the Checker Framework, so local variables
 * need no annotation: their shape follows from what is assigned to them.
 *
 * <p>What it cannot know is where the first shape comes from. A factory that reads or computes
 * dimensions at run time, and a constructor that compares them, vouches for the shape itself, with
 * {@code @SuppressWarnings("shape")} and a comment that says what makes it true.
 *
 * <p>Open first: {@link org.noisygd.shape.EinsumSignature}, which holds all the reasoning; {@link
 * org.noisygd.shape.Dimension} is its algebra, the other classes connect it to the compiler.
 */
package org.noisygd.shape;
