// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

import java.io.IOException;
import java.io.InputStream;
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
 * 1.
 */
public final class InputFile {
  /** Maximum size of a file that is read as a whole, 64 MiB. */
  private static final int MAX_BYTES = 1 << 26;

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
    JsonDiagnostics.requireText(file + ":", bytes);
    if (!JsonDiagnostics.isUtf8(bytes)) {
      throw new FormatException(file + ": must be UTF-8 text, got other bytes");
    }
    return JsonDiagnostics.withoutMark(new String(bytes, StandardCharsets.UTF_8));
  }

  /** An exception with the reason why a file cannot be read. */
  public static FormatException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new FormatException(file + ": no such file");
    }
    if (e instanceof AccessDeniedException) {
      return new FormatException(file + ": must be readable, got no permission");
    }
    @Nullable String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return new FormatException(file + ": cannot be read: " + why);
  }
}
