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

/** What is wrong with a text that is no JSON, in words that say what to do. */
public final class Malformed {
  /** Bytes at the start of a text that tell its kind. */
  private static final int TELLING = 2;

  /** How C and Rust print what is no finite number. */
  private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(?:inf|nan)\\b");

  /** Characters of the text that are shown. */
  private static final int SHOWN = 20;

  private Malformed() {}

  /**
   * What a text is instead of UTF-8, and what to do; empty where it may be UTF-8.
   *
   * @param start its first bytes, two or more
   */
  public static String otherKind(byte[] start) {
    if (start.length < TELLING) {
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

  /** Refuses a stream that begins as no UTF-8 does; it must be able to begin again. */
  public static void requireNoOtherKind(String what, InputStream in) throws IOException {
    in.mark(TELLING);
    String other = otherKind(in.readNBytes(TELLING));
    if (!other.isEmpty()) {
      throw new FormatException(what + " must be UTF-8 text, got " + other);
    }
    in.reset();
  }

  /**
   * Refuses what is no text.
   *
   * @param what stands before the rule
   */
  static void requireText(String what, byte[] text) {
    String other = otherKind(text);
    if (!other.isEmpty()) {
      throw new FormatException(what + " must be UTF-8 text, got " + other);
    }
    for (byte b : text) {
      // Refused here: Jackson takes some bytes that are zero for another encoding than UTF-8.
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
   * A complaint on where and why the parser stopped.
   *
   * @param place where the text is from, empty for nowhere
   * @param isLine whether it is a line of more
   * @param name what messages call the text
   * @param rule what is broken; empty where the text is no JSON
   * @param why the parser stopped
   */
  static FormatException complaint(
      String place,
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
    while (at > 0 && isLetter(all.charAt(at - 1))) { // the parser may have passed a word by
      at--;
    }
    int lineStart = all.lastIndexOf('\n', at - 1) + 1;
    String line =
        isLine ? "" : ":" + (1 + all.substring(0, at).chars().filter(c -> c == '\n').count());
    String where = place.isEmpty() ? "" : place + line + ":" + (at - lineStart + 1) + ": ";
    String what =
        rule.isEmpty()
            ? "be JSON: "
                + words(why, all.substring(at), where.isEmpty() ? " at character " + (at + 1) : "")
            : rule;
    return new FormatException(
        where + name + " must " + (isUtf8(text) ? what : "be UTF-8 text, got other bytes"));
  }

  /** Why the parser stopped. */
  private static String words(JsonProcessingException e, String rest, String where) {
    if (e instanceof StreamConstraintsException) {
      return "nested at most " + JsonReader.MAX_NESTING + " deep, with numbers of fewer digits";
    }
    if (e instanceof JsonEOFException || rest.isEmpty()) {
      return "it ends within a value";
    }
    if (rest.charAt(0) == '\'') {
      return "names and texts must stand in double quotes, got single ones";
    }
    return (isLetter(rest.charAt(0)) ? "a bare word stands" : "it breaks")
        + where
        + ": "
        + OneLine.start(rest, SHOWN)
        + (NOT_FINITE.matcher(rest).lookingAt()
            ? "; such a number is a string in JSON: \"NaN\", \"Infinity\""
            : "");
  }

  /** Whether bytes are UTF-8. */
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
