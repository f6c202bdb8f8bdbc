// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.noisygd.io.FormatException;
import org.noisygd.io.InputFile;
import org.noisygd.io.SafeText;

/**
 * A reader of texts with one JSON object and nothing after it. Numbers keep their literals;
 * duplicate fields are refused; a byte-order mark is ignored. Memory is bounded by the text and by
 * a limit on the number of values kept. Every error is a {@link FormatException}.
 */
public final class JsonReader {
  /** Maximum depth of nesting. */
  static final int MAX_NESTING = 100;

  /** For files that people write: numbers of at most 1,000 digits, at most 2^22 values. */
  public static final JsonReader OF_FILES = strict(1000, 1 << 22);

  /** Numbers that are not finite, as printed by C and Rust. */
  private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(?:inf|nan)\\b");

  /** Maximum number of characters of the text in a message. */
  private static final int SHOWN = 20;

  private final JsonFactory factory;
  private final int maxValues;
  private final Set<String> names;

  private JsonReader(int maxDigits, int maxValues, Set<String> names) {
    this.maxValues = maxValues;
    this.names = names;
    this.factory =
        JsonFactory.builder()
            .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, !names.isEmpty())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNumberLength(maxDigits)
                    .maxStringLength(Math.max(maxDigits, 1 << 20))
                    .maxNestingDepth(MAX_NESTING)
                    .build())
            .build();
  }

  /**
   * A reader of strict JSON that keeps every field.
   *
   * @param maxDigits the maximum length of a number
   * @param maxValues the maximum number of values, counting arrays, objects and their contents
   */
  public static JsonReader strict(int maxDigits, int maxValues) {
    return new JsonReader(maxDigits, maxValues, Set.of());
  }

  /**
   * A reader of program output: the bare words NaN, Infinity and -Infinity are numbers, a null
   * field counts as absent, and fields of other names are skipped.
   *
   * @param names the names of the fields kept, at any depth
   */
  public static JsonReader keeping(Set<String> names, int maxDigits, int maxValues) {
    return new JsonReader(maxDigits, maxValues, names);
  }

  /**
   * Reads a file.
   *
   * @param name the name of the file's content in messages
   */
  public JsonValue read(String name, Path file) {
    return read(file.toString(), false, name, InputFile.bytes(file));
  }

  /** Reads a text. */
  public JsonValue read(String name, String text) {
    return read("", false, name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a text in UTF-8. */
  public JsonValue read(String name, byte[] text) {
    return read("", false, name, text);
  }

  /**
   * Reads a text in UTF-8.
   *
   * @param location the origin, put before every message, such as {@code file:3}
   * @param isLine true if the text is one of several lines
   * @param name the name of the object in messages
   */
  public JsonValue read(String location, boolean isLine, String name, byte[] text) {
    String origin = location.isEmpty() ? "" : location + ": ";
    InputFile.requireText(origin + name, text);
    try (JsonParser parser = factory.createParser(text)) {
      boolean empty = parser.nextToken() == null;
      JsonValue root = new JsonValue(origin, name, empty ? null : new Text(parser).value());
      root.require(root.isObject(), "be a JSON object");
      root.require(parser.nextToken() == null, "end after its JSON object", "more");
      return root;
    } catch (JsonProcessingException e) {
      throw complaint(location, isLine, name, e, text);
    } catch (IOException e) {
      throw new FormatException(origin + name + " must be JSON in UTF-8");
    }
  }

  /**
   * An exception with the location and the reason of the parser's stop.
   *
   * @param location the origin of the text, possibly empty
   * @param isLine true if the text is one of several lines
   * @param name the name of the text in messages
   * @param why the parser's exception
   */
  private static FormatException complaint(
      String location, boolean isLine, String name, JsonProcessingException why, byte[] text) {
    String all = InputFile.withoutMark(new String(text, StandardCharsets.UTF_8));
    int at = why.getLocation() == null ? 0 : (int) why.getLocation().getCharOffset();
    at =
        Math.max(
            0, Math.min(at, why instanceof JsonEOFException ? all.length() : all.length() - 1));
    while (at > 0 && Character.isLetter(all.charAt(at - 1))) { // the parser may have skipped a word
      at--;
    }
    int lineStart = all.lastIndexOf('\n', at - 1) + 1;
    String line =
        isLine ? "" : ":" + (1 + all.substring(0, at).chars().filter(c -> c == '\n').count());
    String where = location.isEmpty() ? "" : location + line + ":" + (at - lineStart + 1) + ": ";
    String what =
        why instanceof Refused
            ? why.getOriginalMessage()
            : "be JSON: "
                + words(why, all.substring(at), where.isEmpty() ? " at character " + (at + 1) : "");
    return new FormatException(
        where
            + name
            + " must "
            + (InputFile.isUtf8(text) ? what : "be UTF-8 text, got other bytes"));
  }

  /** The reason of the parser's stop. */
  private static String words(JsonProcessingException e, String remaining, String where) {
    if (e instanceof StreamConstraintsException) {
      return "nested at most " + MAX_NESTING + " levels deep, with shorter numbers";
    }
    if (e instanceof JsonEOFException || remaining.isEmpty()) {
      return "it ends within a value";
    }
    if (remaining.charAt(0) == '\'') {
      return "names and texts must stand in double quotes, got single ones";
    }
    return (Character.isLetter(remaining.charAt(0)) ? "a bare word stands" : "it breaks")
        + where
        + ": "
        + SafeText.start(remaining, SHOWN)
        + (NOT_FINITE.matcher(remaining).lookingAt()
            ? "; such a number is a string in JSON: \"NaN\", \"Infinity\""
            : "");
  }

  /** A broken rule, with its location. */
  private static final class Refused extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    Refused(String rule, JsonParser parser) {
      super(rule, parser.currentTokenLocation());
    }
  }

  /** A text during reading. */
  private final class Text {
    private final JsonParser parser;
    private int values;

    Text(JsonParser parser) {
      this.parser = parser;
    }

    private Object value() throws IOException {
      if (++values > maxValues) {
        throw new Refused("have at most " + maxValues + " values, got more", parser);
      }
      JsonToken token = parser.currentToken();
      if (token == null) {
        throw new Refused("be JSON: it ends within a value", parser);
      }
      return switch (token) {
        case START_OBJECT -> object();
        case START_ARRAY -> {
          List<Object> array = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
          }
          yield array;
        }
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Literal(parser.getText());
        case VALUE_STRING -> parser.getText();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> JsonValue.NULL;
      };
    }

    private Map<String, Object> object() throws IOException {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (object.containsKey(name)) {
          throw new Refused(
              "have each field once, got " + SafeText.start(name, 40) + " twice", parser);
        }
        parser.nextToken();
        boolean absent = parser.currentToken() == JsonToken.VALUE_NULL || !names.contains(name);
        if (!names.isEmpty() && absent) {
          parser.skipChildren();
        } else {
          object.put(name, value());
        }
      }
      return object;
    }
  }
}
