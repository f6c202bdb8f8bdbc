// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.json;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.FormatException;
import org.noisygd.io.InputFile;

/**
 * The objects of a JSON Lines stream, one at a time, in bounded memory. A byte-order mark at the
 * start, CR before LF and blank lines are accepted. A line that does not begin with <code>{</code>
 * or is longer than the bound is refused at once, so a file of another kind is never read whole.
 */
public final class LineReader implements AutoCloseable {
  /** The first byte of a byte-order mark, which {@link JsonReader} ignores. */
  private static final int MARK = 0xEF;

  private final String file;
  private final InputStream in;
  private final JsonReader reader;
  private final int maxLineBytes;
  private long line;
  private String text = "";
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;

  /**
   * A reader of the lines of a stream.
   *
   * @param file the name of the stream in messages
   * @param reader the reader of a line
   * @param maxLineBytes the maximum length of a line
   */
  public LineReader(String file, InputStream in, JsonReader reader, int maxLineBytes) {
    this.file = file;
    this.in = new BufferedInputStream(in);
    this.reader = reader;
    this.maxLineBytes = maxLineBytes;
  }

  /** The number of the line that {@link #next} returned last, from 1. */
  public long line() {
    return line;
  }

  /** The text of that line, without blanks at either end. */
  public String text() {
    return text;
  }

  /** An exception about the current line, or about the file before the first line. */
  public FormatException complaint(String text) {
    return new FormatException(file + (line > 0 ? ":" + line : "") + ": " + text);
  }

  /**
   * The object on the next non-blank line, or null at the end of the stream; messages call it the
   * line.
   *
   * @throws FormatException if the line is refused or the stream cannot be read
   */
  public @Nullable JsonValue next() {
    try {
      byte[] read;
      do {
        read = rawLine();
        if (read == null) {
          return null;
        }
        text = InputFile.withoutMark(new String(read, StandardCharsets.UTF_8)).strip();
      } while (text.isEmpty());
      return reader.read(file + ":" + line, true, "line", read);
    } catch (IOException e) {
      throw complaint("cannot be read: " + e.getMessage());
    }
  }

  /** The next byte, or -1, without the lock that a stream takes for every byte. */
  private int read() throws IOException {
    if (at == end) {
      at = 0;
      end = in.read(buffer);
    }
    return end < 0 ? -1 : buffer[at++] & 0xff;
  }

  /** One line without leading blanks, or null at the end. */
  private byte @Nullable [] rawLine() throws IOException {
    if (line == 0) {
      InputFile.requireNoOtherKind(file + ":", in);
    }
    int c = read();
    if (c < 0) {
      return null;
    }
    line++;
    ByteArrayOutputStream text = new ByteArrayOutputStream(512);
    for (; c >= 0 && c != '\n'; c = read()) {
      if (text.size() == 0 && (c == ' ' || c == '\t' || c == '\r')) {
        continue;
      }
      if (text.size() == 0 && c != '{' && !(line == 1 && c == MARK)) {
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
      throw complaint("cannot be closed: " + e.getMessage());
    }
  }
}
