// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What is wrong with a text that is no JSON, in words that say what to do. */
public final class Malformed {
  /** Bytes at the start of a text that tell its kind. */
  static final int TELLING = 2;

  /** Characters of the text that are shown. */
  private static final int SHOWN = 20;

  private Malformed() {}

  /**
   * What a text is instead of UTF-8, and what to do; empty where it may be UTF-8.
   *
   * @param start its first bytes, {@link #TELLING} of them or more
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

  /** Why the parser stopped. */
  static String words(JsonProcessingException e, byte[] text, int maxNesting, int maxDigits) {
    if (e instanceof StreamConstraintsException) {
      return "nested at most "
          + maxNesting
          + " deep, with numbers of at most "
          + maxDigits
          + " digits";
    }
    if (e instanceof JsonEOFException) {
      return "it ends within a value";
    }
    if (!isUtf8(text)) {
      return "it is not UTF-8";
    }
    String all = new String(text, StandardCharsets.UTF_8);
    int at = e.getLocation() == null ? 0 : (int) e.getLocation().getCharOffset();
    at = Math.max(0, Math.min(at, all.length() - 1));
    while (at > 0 && isLetter(all.charAt(at - 1))) { // the parser may have passed a word by
      at--;
    }
    if (all.charAt(at) == '\'') {
      return "names and texts must stand in double quotes, got single ones";
    }
    return (isLetter(all.charAt(at)) ? "a bare word stands" : "it breaks")
        + " at character "
        + (at + 1)
        + ": "
        + OneLine.start(all.substring(at), SHOWN);
  }

  private static boolean isUtf8(byte[] text) {
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
