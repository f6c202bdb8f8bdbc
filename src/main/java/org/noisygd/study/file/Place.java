// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import org.noisygd.report.json.FormatException;

/**
 * A place in a file, for complaints.
 *
 * @param text {@code FILE}, {@code FILE:NAME} for what has a name in it, or {@code
 *     FILE:LINE:COLUMN}, both from 1
 */
record Place(String text) {
  FormatException must(String rule, Object got) {
    return new FormatException(text + ": must " + rule + ", got " + got);
  }
}
