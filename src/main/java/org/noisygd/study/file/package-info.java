// SPDX-License-Identifier: Apache-2.0
/**
 * Matrices in files that other programs wrote, by {@link org.noisygd.study.file.MatrixFile}. Every
 * error is one line with the file and the location.
 */
package org.noisygd.study.file;
