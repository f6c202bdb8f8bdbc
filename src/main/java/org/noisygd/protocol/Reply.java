// SPDX-License-Identifier: Apache-2.0
package org.noisygd.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.arithmetic.Arithmetic;
import org.noisygd.trace.ReadMatrix;
import org.noisygd.trace.ReadNumber;

/**
 * One reply of a candidate: a JSON object on one line, its numbers still exact. Fields that nobody
 * asks for are ignored.
 */
public final class Reply {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(ReadNumber.MAX_LENGTH)
                          .maxStringLength(ReadNumber.MAX_LENGTH)
                          .maxNestingDepth(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

  /** The characters of a reply that a message shows. */
  private static final int SHOWN = 120;

  private final JsonNode object;

  private Reply(JsonNode object) {
    this.object = object;
  }

  /**
   * Parses a line.
   *
   * @throws ProtocolViolation if it is not a JSON object
   */
  public static Reply parse(String line) throws ProtocolViolation {
    try {
      JsonNode node = MAPPER.readTree(line);
      if (node == null || !node.isObject()) {
        throw new ProtocolViolation("reply must be a JSON object, got " + start(line));
      }
      return new Reply(node);
    } catch (JsonProcessingException e) {
      throw new ProtocolViolation("reply must be a JSON object, got " + start(line));
    }
  }

  /** The start of a line, for a message; control characters made visible. */
  public static String start(String line) {
    String shown = line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    StringBuilder safe = new StringBuilder();
    shown.chars().forEach(c -> safe.append(c < ' ' || c == 127 ? '?' : (char) c));
    return safe.length() == 0 ? "an empty line" : safe.toString();
  }

  /** The reply's text, cut for a message. */
  String start() {
    return start(object.toString());
  }

  /** The id that the reply repeats. */
  public long id() throws ProtocolViolation {
    JsonNode got = object.get("id");
    if (got == null || !got.isIntegralNumber()) {
      throw new ProtocolViolation("reply must have an integer id, got " + start());
    }
    return got.asLong();
  }

  /** Checks that the reply repeats the request's id. */
  public void requireId(long id) throws ProtocolViolation {
    JsonNode got = object.get("id");
    if (got == null
        || !got.isNumber()
        || got.decimalValue().compareTo(java.math.BigDecimal.valueOf(id)) != 0) {
      throw new ProtocolViolation("reply must repeat the id " + id + ", got " + start());
    }
  }

  /** Whether the candidate says that it cannot do this request. */
  public boolean isUnsupported() {
    JsonNode flag = object.get("unsupported");
    return flag != null && flag.asBoolean(false);
  }

  /** The error that the candidate tells of, if any. */
  public Optional<String> error() {
    JsonNode error = object.get("error");
    return error == null || error.isNull() ? Optional.empty() : Optional.of(start(error.asText()));
  }

  /** A text field, or the default where it is absent. */
  public String text(String field, String absent) {
    JsonNode node = object.get(field);
    return node != null && node.isTextual() ? node.asText() : absent;
  }

  /** An array of strings; empty where it is absent. */
  public List<String> texts(String field) throws ProtocolViolation {
    JsonNode node = object.get(field);
    if (node == null || !node.isArray()) {
      throw new ProtocolViolation(field + " must be an array of strings, got " + start());
    }
    List<String> texts = new ArrayList<>();
    node.forEach(n -> texts.add(n.asText()));
    return texts;
  }

  /** A number, as a 1 x 1 matrix. */
  ReadMatrix scalar(String field, Arithmetic<?> arithmetic) throws ProtocolViolation {
    return new ReadMatrix(1, 1, List.of(number(required(object, field), field, arithmetic)));
  }

  /** A matrix of the given shape. */
  ReadMatrix matrix(String field, int rows, int columns, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    return matrix(required(object, field), field, rows, columns, arithmetic);
  }

  /** The states of a run, by t: exactly the recorded ones, in order. */
  Map<Integer, List<ReadMatrix>> states(Request request, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    JsonNode states = required(object, "states");
    if (!states.isArray() || states.size() != request.record().size()) {
      throw new ProtocolViolation(
          "states must hold the "
              + request.record().size()
              + " recorded states and no other, got "
              + (states.isArray() ? states.size() + " states" : start()));
    }
    Map<Integer, List<ReadMatrix>> byStep = new TreeMap<>();
    for (int n = 0; n < states.size(); n++) {
      JsonNode state = states.get(n);
      int t = request.record().get(n);
      String place = "states[" + n + "]";
      JsonNode told = required(state, "t");
      if (!told.isNumber() || told.asDouble() != t) {
        throw new ProtocolViolation(place + ".t must be " + t + ", got " + told);
      }
      byStep.put(
          t,
          List.of(
              matrix(required(state, "X"), place + ".X", request.d1(), request.r(), arithmetic),
              matrix(required(state, "Y"), place + ".Y", request.d2(), request.r(), arithmetic)));
    }
    return byStep;
  }

  /** The images of a sample: an array of {@code count} matrices. */
  public List<ReadMatrix> matrices(
      String field, int count, int rows, int columns, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    JsonNode array = required(object, field);
    if (!array.isArray() || array.size() != count) {
      throw new ProtocolViolation(
          field
              + " must hold "
              + count
              + " matrices, got "
              + (array.isArray() ? array.size() : start()));
    }
    List<ReadMatrix> matrices = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      matrices.add(matrix(array.get(n), field + "[" + n + "]", rows, columns, arithmetic));
    }
    return matrices;
  }

  private static JsonNode required(@Nullable JsonNode object, String field)
      throws ProtocolViolation {
    JsonNode node = object == null ? null : object.get(field);
    if (node == null || node.isNull()) {
      throw new ProtocolViolation(
          "reply must have the field " + field + ", got " + start(String.valueOf(object)));
    }
    return node;
  }

  private static ReadMatrix matrix(
      JsonNode node, String name, int rows, int columns, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    if (!node.isArray() || node.size() != rows) {
      throw new ProtocolViolation(
          name
              + " must have "
              + rows
              + " rows, got "
              + (node.isArray() ? node.size() : start(node.toString())));
    }
    List<ReadNumber> entries = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      JsonNode row = node.get(i);
      if (!row.isArray() || row.size() != columns) {
        throw new ProtocolViolation(
            name
                + "["
                + i
                + "] must be a row of "
                + columns
                + " entries, got "
                + (row.isArray() ? row.size() + " entries" : start(row.toString())));
      }
      for (int j = 0; j < columns; j++) {
        entries.add(number(row.get(j), name + "[" + i + "][" + j + "]", arithmetic));
      }
    }
    return new ReadMatrix(rows, columns, entries);
  }

  private static ReadNumber number(JsonNode node, String name, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    if (!node.isNumber() && !node.isTextual()) {
      throw new ProtocolViolation(name + " must be a number, got " + start(node.toString()));
    }
    try {
      return ReadNumber.of(node.asText(), arithmetic);
    } catch (NumberFormatException e) {
      throw new ProtocolViolation(name + ": " + e.getMessage());
    }
  }
}
