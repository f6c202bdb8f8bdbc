// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file that a user named. Every failure to read it is a {@link FormatException} that begins with
 * the file, as {@code FILE: } or, if the location is known, {@code FILE:LINE:COLUMN: }, both from
 * 1. Bytes that are not text are refused, with the name of their format.
 */
public final class InputFile {
  /** Maximum size of a file that is read as a whole, 64 MiB. */
  private static final int MAX_BYTES = 1 << 26;

  /** Number of bytes at the start of a text that identify its kind. */
  private static final int SIGNATURE = 2;

  private InputFile() {}

  /** Opens a file; - is standard input. */
  public static InputStream open(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new FormatException(file + ": must be a file, got a directory");
      }
      return file.equals(Path.of("-")) ? System.in : Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All bytes of a file. */
  public static byte[] bytes(Path file) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new FormatException(file + ": must have at most " + MAX_BYTES + " bytes, got more");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The text of a file in UTF-8; a byte-order mark is ignored. */
  public static String text(Path file) {
    byte[] bytes = bytes(file);
    requireText(file + ":", bytes);
    if (!isUtf8(bytes)) {
      throw new FormatException(file + ": must be UTF-8 text, got other bytes");
    }
    return withoutMark(new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Reads a line and keeps at most {@code most} + 1 bytes of it.
   *
   * @return false at the end of the input
   */
  public static boolean readLine(InputStream in, int most, ByteArrayOutputStream line)
      throws IOException {
    line.reset();
    int c = in.read();
    boolean any = c >= 0;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.size() <= most) {
        line.write(c);
      }
    }
    return any;
  }

  /** An exception with the reason why a file cannot be read. */
  public static FormatException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new FormatException(file + ": no such file");
    }
    if (e instanceof AccessDeniedException) {
      return new FormatException(file + ": must be readable, got no permission");
    }
    return new FormatException(file + ": cannot be read: " + reason(e));
  }

  /** The reason of a failure, without the file's name if the system separates them. */
  public static @Nullable String reason(IOException e) {
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getMessage();
  }

  /**
   * The kind of a text that is not UTF-8, with advice, or empty if it may be UTF-8.
   *
   * @param start its first bytes, two or more
   */
  public static String otherKind(byte[] start) {
    if (start.length < SIGNATURE) {
      return "";
    }
    int a = start[0] & 0xff;
    int b = start[1] & 0xff;
    if (a == 0x1f && b == 0x8b) {
      return "gzip; unpack it first";
    }
    boolean mark = (a == 0xff && b == 0xfe) || (a == 0xfe && b == 0xff);
    return mark || (a == 0) != (b == 0) ? "UTF-16; write it as UTF-8" : "";
  }

  /** Refuses a stream that cannot begin UTF-8 text; the stream must support reset. */
  public static void requireNoOtherKind(String what, InputStream in) throws IOException {
    in.mark(SIGNATURE);
    requireNoOtherKind(what, in.readNBytes(SIGNATURE));
    in.reset();
  }

  private static void requireNoOtherKind(String what, byte[] start) {
    String other = otherKind(start);
    if (!other.isEmpty()) {
      throw new FormatException(what + " must be UTF-8 text, got " + other);
    }
  }

  /**
   * Refuses bytes that are not text.
   *
   * @param what the text before the rule
   */
  public static void requireText(String what, byte[] text) {
    requireNoOtherKind(what, text);
    for (byte b : text) {
      // Refused here, since Jackson interprets some zero bytes as an encoding other than UTF-8.
      if (b >= 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n') {
        throw new FormatException(what + " must be text, got the control character " + b);
      }
    }
  }

  /** The text without a byte-order mark. */
  public static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Returns true if the bytes are UTF-8. */
  public static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
