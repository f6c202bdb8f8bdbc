// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a text that holds one JSON object and nothing after it. Numbers stay as they were written;
 * a field given twice is refused; a byte-order mark is ignored. Memory is bounded by the text and
 * by a limit on the values that are kept. Every complaint is a {@link FormatException}.
 */
public final class JsonReader {
  /** The deepest nesting. */
  static final int MAX_NESTING = 100;

  /** For files that people write: numbers of at most 1,000 digits, at most 2^22 values. */
  public static final JsonReader OF_FILES = strict(1000, 1 << 22);

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
   * Reads JSON to the letter and keeps every field.
   *
   * @param maxDigits the longest number
   * @param maxValues the most values, counting arrays, objects and all that they hold
   */
  public static JsonReader strict(int maxDigits, int maxValues) {
    return new JsonReader(maxDigits, maxValues, Set.of());
  }

  /**
   * Reads what programs print: the bare words NaN, Infinity and -Infinity are numbers, a field that
   * holds null is not there, and fields of other names, whatever they hold, are skipped.
   *
   * @param names the fields that are kept, at any depth
   */
  public static JsonReader keeping(Set<String> names, int maxDigits, int maxValues) {
    return new JsonReader(maxDigits, maxValues, names);
  }

  /**
   * Reads a file.
   *
   * @param name what messages call the file's content
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
   * @param place where it is from, put before every complaint, such as {@code file:3}
   * @param isLine whether it is one line of more
   * @param name what messages call the object
   */
  public JsonValue read(String place, boolean isLine, String name, byte[] text) {
    String origin = place.isEmpty() ? "" : place + ": ";
    Malformed.requireText(origin + name, text);
    try (JsonParser parser = factory.createParser(text)) {
      boolean empty = parser.nextToken() == null;
      JsonValue root = new JsonValue(origin, name, empty ? null : new Text(parser).value());
      root.require(root.isObject(), "be a JSON object");
      root.require(parser.nextToken() == null, "end after its JSON object", "more");
      return root;
    } catch (Refused e) {
      throw Malformed.complaint(place, isLine, name, e.getOriginalMessage(), e, text);
    } catch (JsonProcessingException e) {
      throw Malformed.complaint(place, isLine, name, "", e, text);
    } catch (IOException e) {
      throw new FormatException(origin + name + " must be JSON in UTF-8");
    }
  }

  /** A rule that is broken, and where. */
  private static final class Refused extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    Refused(String rule, JsonParser parser) {
      super(rule, parser.currentTokenLocation());
    }
  }

  /** One text while it is read. */
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
              "have each field once, got " + OneLine.start(name, 40) + " twice", parser);
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
