// SPDX-License-Identifier: Apache-2.0
/**
 * The golden vectors before they are files: each {@link org.noisygd.vector.Question} is one
 * operation ({@link org.noisygd.protocol.Op}) on inputs chosen by {@link
 * org.noisygd.vector.VectorInputs} so that the results of all legal orders of evaluation ({@link
 * org.noisygd.vector.LegalPlans}) lie in a {@link org.noisygd.vector.Span} that excludes those of
 * each of the {@link org.noisygd.vector.Mistakes}.
 */
package org.noisygd.vector;
