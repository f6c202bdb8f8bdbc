// SPDX-License-Identifier: Apache-2.0
package org.noisygd.trace;

/**
 * A file cannot be read as what it should be. The message is one short line, {@code FILE:LINE: rule
 * and offending value}; the only exception that the readers of this package throw.
 */
public final class TraceFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The longest message; what is longer is cut. */
  private static final int MAX_LENGTH = 300;

  private final long line;

  /** A complaint about a line of a file; line 0 stands for the file as a whole. */
  public TraceFormatException(String file, long line, String complaint) {
    super(oneLine(line > 0 ? file + ":" + line + ": " + complaint : file + ": " + complaint));
    this.line = line;
  }

  /** The line complained about, from 1; 0 for the file as a whole. */
  public long line() {
    return line;
  }

  /** The text with everything unprintable replaced and cut to a length that fits a line. */
  static String oneLine(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
      char c = text.charAt(i);
      printable.append(c >= ' ' && c < 0x7f ? c : Character.isLetter(c) ? c : '?');
    }
    return text.length() > MAX_LENGTH ? printable.append("...").toString() : printable.toString();
  }
}
