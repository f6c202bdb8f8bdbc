// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

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
    super(
        OneLine.start(
            line > 0 ? file + ":" + line + ": " + complaint : file + ": " + complaint, MAX_LENGTH));
    this.line = line;
  }

  /** The line complained about, from 1; 0 for the file as a whole. */
  public long line() {
    return line;
  }
}
