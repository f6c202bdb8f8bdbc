// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The lines of a JSON Lines stream, one at a time, in bounded memory. A byte-order mark at the
 * start, CR before LF and blank lines are let pass. A control character other than tab, a line
 * longer than {@link #MAX_LINE_BYTES} and a line that does not begin with <code>{</code> are
 * refused as soon as they are seen, so that a file of another kind is never taken in as a whole.
 */
public final class LineReader implements AutoCloseable {
  /** The longest line that is read, 64 MiB. */
  public static final int MAX_LINE_BYTES = 1 << 26;

  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final String file;
  private final InputStream in;
  private final int maxLineBytes;
  private long line;

  /** Reads the lines of a stream; the name is used in messages. */
  public LineReader(String file, InputStream in) {
    this(file, in, MAX_LINE_BYTES);
  }

  public LineReader(String file, InputStream in, int maxLineBytes) {
    this.file = file;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.maxLineBytes = maxLineBytes;
  }

  /** The name of the file, as used in messages. */
  public String file() {
    return file;
  }

  /** The number of the line that {@link #next} returned last, from 1. */
  public long line() {
    return line;
  }

  /** A complaint about the current line. */
  public TraceFormatException complaint(String text) {
    return new TraceFormatException(file, line, text);
  }

  /**
   * The next line that is not blank, without its end; null at the end of the stream.
   *
   * @throws TraceFormatException if it is refused or the stream cannot be read
   */
  public byte @Nullable [] next() {
    try {
      while (true) {
        byte[] text = rawLine();
        if (text == null || text.length > 0) {
          return text;
        }
      }
    } catch (IOException e) {
      throw new TraceFormatException(file, line, "cannot be read: " + e.getMessage());
    }
  }

  /** One line with leading blanks and a trailing CR removed; null at the end. */
  private byte @Nullable [] rawLine() throws IOException {
    int c = in.read();
    if (c < 0) {
      return null;
    }
    line++;
    if (line == 1 && c == BYTE_ORDER_MARK[0]) {
      if (in.read() != BYTE_ORDER_MARK[1] || in.read() != BYTE_ORDER_MARK[2]) {
        throw complaint("line must be UTF-8 text that begins with {");
      }
      c = in.read();
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream(512);
    boolean carriageReturn = false;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (carriageReturn) {
        throw complaint("CR must come right before LF");
      }
      carriageReturn = c == '\r';
      boolean blank = c == ' ' || c == '\t';
      if (carriageReturn || (blank && text.size() == 0)) {
        continue;
      }
      if (c < ' ' && c != '\t') {
        throw complaint("line must be text, got the control character " + c);
      }
      if (text.size() == 0 && c != '{') {
        throw complaint("line must be a JSON object that begins with {, got byte " + c);
      }
      if (text.size() == maxLineBytes) {
        throw complaint("line must have at most " + maxLineBytes + " bytes, got more");
      }
      text.write(c);
    }
    return text.toByteArray();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new TraceFormatException(file, 0, "cannot be closed: " + e.getMessage());
    }
  }
}
