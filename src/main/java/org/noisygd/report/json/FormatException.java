// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

/**
 * Thrown for a text that cannot be read as required. The message is one short line: the file and
 * the line if known, the field, the rule and the offending value.
 */
public final class FormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Maximum length of a message; a longer one is cut in the middle: a suggestion ends it. */
  private static final int MAX_LENGTH = 300;

  /** An exception with this message, cut if too long. */
  public FormatException(String complaint) {
    super(
        complaint.length() <= MAX_LENGTH
            ? OneLine.start(complaint, MAX_LENGTH)
            : OneLine.start(complaint, MAX_LENGTH - 100) + OneLine.end(complaint, 97).substring(3));
  }
}
