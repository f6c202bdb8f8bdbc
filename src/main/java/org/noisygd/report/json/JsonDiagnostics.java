// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Diagnostics of texts that are not JSON, with advice. */
public final class JsonDiagnostics {
  /** Number of bytes at the start of a text that identify its kind. */
  private static final int SIGNATURE = 2;

  /** Numbers that are not finite, as printed by C and Rust. */
  private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(?:inf|nan)\\b");

  /** Maximum number of characters of the text in a message. */
  private static final int SHOWN = 20;

  private JsonDiagnostics() {}

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
    String other = otherKind(in.readNBytes(SIGNATURE));
    if (!other.isEmpty()) {
      throw new FormatException(what + " must be UTF-8 text, got " + other);
    }
    in.reset();
  }

  /**
   * Refuses bytes that are not text.
   *
   * @param what the text before the rule
   */
  static void requireText(String what, byte[] text) {
    String other = otherKind(text);
    if (!other.isEmpty()) {
      throw new FormatException(what + " must be UTF-8 text, got " + other);
    }
    for (byte b : text) {
      // Refused here, since Jackson interprets some zero bytes as an encoding other than UTF-8.
      if (b >= 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n') {
        throw new FormatException(what + " must be text, got the control character " + b);
      }
    }
  }

  /** The text without a byte-order mark. */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * An exception with the location and the reason of the parser's stop.
   *
   * @param location the origin of the text, possibly empty
   * @param isLine true if the text is one of several lines
   * @param name the name of the text in messages
   * @param rule the broken rule, or empty if the text is not JSON
   * @param why the parser's exception
   */
  static FormatException complaint(
      String location,
      boolean isLine,
      String name,
      String rule,
      JsonProcessingException why,
      byte[] text) {
    String all = withoutMark(new String(text, StandardCharsets.UTF_8));
    int at = why.getLocation() == null ? 0 : (int) why.getLocation().getCharOffset();
    at =
        Math.max(
            0, Math.min(at, why instanceof JsonEOFException ? all.length() : all.length() - 1));
    while (at > 0 && isLetter(all.charAt(at - 1))) { // the parser may have skipped a word
      at--;
    }
    int lineStart = all.lastIndexOf('\n', at - 1) + 1;
    String line =
        isLine ? "" : ":" + (1 + all.substring(0, at).chars().filter(c -> c == '\n').count());
    String where = location.isEmpty() ? "" : location + line + ":" + (at - lineStart + 1) + ": ";
    String what =
        rule.isEmpty()
            ? "be JSON: "
                + words(why, all.substring(at), where.isEmpty() ? " at character " + (at + 1) : "")
            : rule;
    return new FormatException(
        where + name + " must " + (isUtf8(text) ? what : "be UTF-8 text, got other bytes"));
  }

  /** The reason of the parser's stop. */
  private static String words(JsonProcessingException e, String remaining, String where) {
    if (e instanceof StreamConstraintsException) {
      return "nested at most " + JsonReader.MAX_NESTING + " levels deep, with shorter numbers";
    }
    if (e instanceof JsonEOFException || remaining.isEmpty()) {
      return "it ends within a value";
    }
    if (remaining.charAt(0) == '\'') {
      return "names and texts must stand in double quotes, got single ones";
    }
    return (isLetter(remaining.charAt(0)) ? "a bare word stands" : "it breaks")
        + where
        + ": "
        + SafeText.start(remaining, SHOWN)
        + (NOT_FINITE.matcher(remaining).lookingAt()
            ? "; such a number is a string in JSON: \"NaN\", \"Infinity\""
            : "");
  }

  /** Returns true if the bytes are UTF-8. */
  static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
