// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

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
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The fields of one JSON object on one line, numbers still as literals. Strict JSON, save that the
 * bare words NaN, Infinity and -Infinity are numbers; a field given twice is refused; null is the
 * same as absent. Fields whose names are not asked for are skipped. A line's matrices have at most
 * {@link #MAX_ENTRIES} entries, so that memory is bounded.
 */
public final class LiteralJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(LineReader.MAX_LINE_BYTES)
                  .maxStringLength(LineReader.MAX_LINE_BYTES)
                  .maxNestingDepth(100)
                  .build())
          .build();

  /** A matrix of literals, row by row. */
  public record Literals(int rows, int columns, List<String> entries) {}

  /** The most entries of all matrices of a line. */
  public static final int MAX_ENTRIES = 1 << 20;

  private final LineReader source;
  private final Map<String, String> scalars = new HashMap<>();
  private final Map<String, Literals> matrices = new HashMap<>();
  private int entries;

  private LiteralJson(LineReader source) {
    this.source = source;
  }

  /**
   * Parses a line.
   *
   * @param scalarNames the fields to keep that hold a number or a string
   * @param matrixNames the fields to keep that hold a matrix
   */
  public static LiteralJson parse(
      LineReader source, byte[] line, List<String> scalarNames, List<String> matrixNames) {
    LiteralJson fields = new LiteralJson(source);
    try (JsonParser parser = FACTORY.createParser(line)) {
      fields.readObject(parser, scalarNames, matrixNames);
      return fields;
    } catch (JsonProcessingException e) {
      throw source.complaint("line must be JSON: " + StrictJson.reason(e));
    } catch (IOException e) {
      throw source.complaint("line must be JSON: " + e.getMessage());
    }
  }

  private void readObject(JsonParser parser, List<String> scalarNames, List<String> matrixNames)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw source.complaint("line must be a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_NULL) {
        continue;
      }
      if (scalars.containsKey(name) || matrices.containsKey(name)) {
        throw source.complaint("field " + name + " is given twice");
      }
      if (scalarNames.contains(name)) {
        scalars.put(name, scalar(parser, name));
      } else if (matrixNames.contains(name)) {
        matrices.put(name, matrix(parser, name));
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw source.complaint("line must hold one JSON object and nothing else");
    }
  }

  private String scalar(JsonParser parser, String name) throws IOException {
    return scalar(parser, name, -1, -1);
  }

  /** The text of a scalar; row and column say where it is in a matrix, -1 where it is in none. */
  private String scalar(JsonParser parser, String name, int row, int column) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || !(token.isNumeric() || token == JsonToken.VALUE_STRING)) {
      String place = row < 0 ? name : name + "[" + row + "][" + column + "]";
      throw source.complaint(place + " must be a number or a string, got " + kind(token));
    }
    return parser.getText();
  }

  private Literals matrix(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw source.complaint(
          name + " must be an array of rows, got " + kind(parser.currentToken()));
    }
    List<String> literals = new ArrayList<>();
    int rows = 0;
    int columns = -1;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t != JsonToken.START_ARRAY) {
        throw source.complaint(
            name + "[" + rows + "] must be a row, an array of numbers, got " + kind(t));
      }
      int inRow = 0;
      for (JsonToken e = parser.nextToken(); e != JsonToken.END_ARRAY; e = parser.nextToken()) {
        literals.add(scalar(parser, name, rows, inRow));
        if (++entries > MAX_ENTRIES) {
          throw source.complaint(
              "line must have at most " + MAX_ENTRIES + " entries of matrices, got more");
        }
        inRow++;
      }
      if (columns >= 0 && inRow != columns) {
        throw source.complaint(
            name
                + "["
                + rows
                + "] must have "
                + columns
                + " entries like the rows before it, got "
                + inRow);
      }
      columns = inRow;
      rows++;
    }
    if (rows == 0 || columns <= 0) {
      throw source.complaint(name + " must have at least one row and one column");
    }
    return new Literals(rows, columns, literals);
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "the end of the line";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "a number";
    };
  }

  /** A scalar's text, or null where the field is absent. */
  public @Nullable String scalar(String name) {
    return scalars.get(name);
  }

  /** A matrix's literals, or null where the field is absent. */
  public @Nullable Literals matrix(String name) {
    return matrices.get(name);
  }
}
