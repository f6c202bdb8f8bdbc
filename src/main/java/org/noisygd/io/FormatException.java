// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io;

/** Thrown for unreadable text, with one short line: file and line, field, rule, offending value. */
public final class FormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Maximum length of a message; a longer one loses its middle, as it may end in a suggestion. */
  private static final int MAX_LENGTH = 300;

  /** An exception with this message, cut if too long. */
  public FormatException(String complaint) {
    super(
        complaint.length() <= MAX_LENGTH
            ? SafeText.start(complaint, MAX_LENGTH)
            : SafeText.start(complaint, MAX_LENGTH - 100)
                + SafeText.end(complaint, 97).substring(3));
  }
}
