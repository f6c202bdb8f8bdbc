// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

/**
 * A text cannot be read as what it should be. The message is one short line: the file and the line
 * where known, the field, the rule and the offending value.
 */
public final class FormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The longest message; a longer one is cut in the middle, for what was meant ends it. */
  private static final int MAX_LENGTH = 300;

  /** A complaint, cut if it is too long. */
  public FormatException(String complaint) {
    super(
        complaint.length() <= MAX_LENGTH
            ? OneLine.start(complaint, MAX_LENGTH)
            : OneLine.start(complaint, MAX_LENGTH - 100) + OneLine.end(complaint, 97).substring(3));
  }
}
