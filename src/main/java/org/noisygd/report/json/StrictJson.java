// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;

/**
 * Reads a file that holds one JSON object and nothing after it. A field given twice is refused; a
 * byte-order mark is let pass, as in every file that is read here. A complaint is one line.
 */
public final class StrictJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** What the parser adds for those who call it: its own settings, and places in its buffer. */
  private static final Pattern FOR_PROGRAMMERS =
      Pattern.compile(" \\(start marker.*|: enable `.*|, from `[^`]*`");

  private StrictJson() {}

  /**
   * The object that a file holds.
   *
   * @param name of what the file is, for the message
   * @throws IllegalArgumentException if it cannot be read or holds anything else
   */
  public static JsonNode read(String name, Path file) {
    try {
      return of(name + " " + file, Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " must be a readable text file, got " + file, e);
    }
  }

  /** The object that a text holds, as {@link #read}. */
  public static JsonNode of(String name, String text) {
    try {
      JsonNode root = MAPPER.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
      Require.that(root.isObject(), name, "be a JSON object", kind(root));
      return root;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + " must be JSON" + place(e, text) + reason(e), e);
    }
  }

  /** What a value is, in words. */
  public static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case MISSING -> "nothing";
      default -> node.toString();
    };
  }

  /** Which line, where there are several. */
  private static String place(JsonProcessingException e, String text) {
    var location = e.getLocation();
    return location == null || !text.strip().contains("\n")
        ? ": "
        : ", line " + location.getLineNr() + ": ";
  }

  /** The parser's complaint: its first line, without what is meant for its callers. */
  public static String reason(JsonProcessingException e) {
    @Nullable String message = e.getOriginalMessage();
    String first = String.valueOf(message).lines().findFirst().orElse("malformed");
    return FOR_PROGRAMMERS.matcher(first).replaceAll("");
  }
}
