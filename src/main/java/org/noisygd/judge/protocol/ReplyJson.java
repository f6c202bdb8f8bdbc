// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.json.OneLine;
import org.noisygd.report.json.StrictJson;

/**
 * A reply's JSON, its numbers kept as the literals that were printed. Strict JSON, save that the
 * bare words NaN, Infinity and -Infinity are numbers. Fields that the protocol does not name are
 * skipped, whatever they hold; a named one given twice is refused. What is kept is bounded by
 * {@link #MAX_VALUES}, whatever the line's length.
 *
 * <p>A value is a {@code String}, a {@code Literal}, a {@code Boolean}, a {@code List} or a {@code
 * Map}; null stands for an absent field, and is {@code NULL} in an array.
 */
final class ReplyJson {
  /** The most values of one reply: the largest that is asked for has a third as many. */
  static final int MAX_VALUES = 1 << 20;

  private static final int MAX_NESTING = 100;

  private static final Set<String> NAMES =
      Set.of(
          "id",
          "unsupported",
          "error",
          "name",
          "ops",
          "version",
          "language",
          "arithmetic",
          "loss",
          "gradX",
          "gradY",
          "hessian",
          "hvpX",
          "hvpY",
          "X",
          "Y",
          "states",
          "t");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(CandidateProcess.MAX_REPLY_BYTES)
                  .maxStringLength(CandidateProcess.MAX_REPLY_BYTES)
                  .maxNestingDepth(MAX_NESTING)
                  .build())
          .build();

  /** A number as it was printed. */
  record Literal(String text) {}

  /** Null within an array. */
  enum Null {
    NULL
  }

  private int values;

  private ReplyJson() {}

  /**
   * Reads one object that fills a line, a byte-order mark before it let pass.
   *
   * @throws ProtocolViolation if the line holds anything else
   */
  static Map<String, Object> read(byte[] line) throws ProtocolViolation {
    for (byte b : line) {
      // Refused here: the parser takes some bytes that are zero for another encoding than UTF-8.
      if (b >= 0 && b < ' ' && b != '\t' && b != '\r') {
        throw new ProtocolViolation("it has the control character " + b);
      }
    }
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ProtocolViolation("it is no object");
      }
      Map<String, Object> object = new ReplyJson().object(parser);
      if (parser.nextToken() != null) {
        throw new ProtocolViolation("something follows the object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new ProtocolViolation(reason(StrictJson.reason(e)));
    } catch (IOException e) {
      throw new ProtocolViolation(reason(e.getMessage()));
    }
  }

  private static String reason(@Nullable String message) {
    String first = String.valueOf(message).lines().findFirst().orElse("malformed");
    return OneLine.start(first, 100);
  }

  private Map<String, Object> object(JsonParser parser) throws IOException, ProtocolViolation {
    Map<String, Object> object = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (!NAMES.contains(name)) {
        parser.skipChildren();
      } else if (object.containsKey(name)) {
        throw new ProtocolViolation("field " + name + " is given twice");
      } else if (token != JsonToken.VALUE_NULL) {
        object.put(name, value(parser));
      }
    }
    return object;
  }

  private Object value(JsonParser parser) throws IOException, ProtocolViolation {
    if (++values > MAX_VALUES) {
      throw new ProtocolViolation("it has more than " + MAX_VALUES + " values");
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new ProtocolViolation("it ends within a value");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Literal(parser.getText());
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> Null.NULL;
    };
  }

  /** What a value is, in words for a message. */
  static String kind(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Literal literal) {
      return OneLine.start(literal.text(), 40);
    }
    if (value instanceof String text) {
      return "the string \"" + OneLine.start(text, 40) + "\"";
    }
    if (value instanceof List<?> list) {
      return "an array of " + list.size();
    }
    return value instanceof Map ? "an object" : value == Null.NULL ? "null" : value.toString();
  }
}
