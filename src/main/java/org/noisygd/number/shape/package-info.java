// SPDX-License-Identifier: Apache-2.0
/** Annotations that state the symbolic shape of a matrix; the shape checker reads them. */
package org.noisygd.number.shape;
