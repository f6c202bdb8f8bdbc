// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;
import org.noisygd.report.json.OneLine;

/**
 * One reply of a candidate: a JSON object on one line, its numbers still exact. Fields that nobody
 * asks for are ignored.
 */
public final class Reply {
  /** The characters of a reply that a message shows. */
  private static final int SHOWN = 120;

  /** Characters of an id: any integer of 64 bits, also as 7.0 or 7e0. */
  private static final int MAX_ID = 24;

  /** The characters of a text field that are kept. */
  private static final int MAX_TEXT = 80;

  private final Map<String, Object> fields;
  private final String start;

  private Reply(Map<String, Object> fields, String start) {
    this.fields = fields;
    this.start = start;
  }

  /**
   * Parses a line.
   *
   * @throws ProtocolViolation if it is not a JSON object
   */
  public static Reply parse(byte[] line) throws ProtocolViolation {
    String start = start(line);
    try {
      return new Reply(ReplyJson.read(line), start);
    } catch (ProtocolViolation e) {
      throw new ProtocolViolation(
          "reply must be a JSON object on one line, got "
              + (line.length == 0 ? "an empty line" : start + " (" + e.getMessage() + ")"));
    }
  }

  /** Parses a line given as text. */
  public static Reply parse(String line) throws ProtocolViolation {
    return parse(line.getBytes(StandardCharsets.UTF_8));
  }

  /** The start of a line, for a message. */
  static String start(byte[] line) {
    int shown = Math.min(line.length, 4 * SHOWN);
    return start(new String(line, 0, shown, StandardCharsets.UTF_8));
  }

  /** The start of a text, for a message. */
  public static String start(String text) {
    return OneLine.start(text, SHOWN);
  }

  /** The start of this reply, for a message. */
  public String start() {
    return start;
  }

  /** The id that the reply repeats. */
  public long id() throws ProtocolViolation {
    try {
      if (fields.get("id") instanceof ReplyJson.Literal id && id.text().length() <= MAX_ID) {
        return new BigDecimal(id.text()).longValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Told below.
    }
    throw new ProtocolViolation("reply must have an integer id, got " + start);
  }

  /** Checks that the reply repeats the request's id. */
  public void requireId(long id) throws ProtocolViolation {
    if (id() != id) {
      throw new ProtocolViolation("reply must repeat the id " + id + ", got " + start);
    }
  }

  /** Whether the candidate says that it cannot do this request. */
  public boolean isUnsupported() {
    return Boolean.TRUE.equals(fields.get("unsupported"));
  }

  /** The error that the candidate tells of, if any. */
  public Optional<String> error() {
    Object error = fields.get("error");
    if (error == null || error.equals(false)) {
      return Optional.empty();
    }
    return Optional.of(error instanceof String text ? start(text) : ReplyJson.kind(error));
  }

  /**
   * A text field as it is, its start where it is long, or the default where it is absent.
   *
   * @throws ProtocolViolation if it holds anything else
   */
  public String text(String field, String absent) throws ProtocolViolation {
    Object value = fields.get(field);
    if (value == null) {
      return absent;
    }
    if (value instanceof String text) {
      return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
    throw new ProtocolViolation(
        field + " must be a string, got " + ReplyJson.kind(value) + " in " + start);
  }

  /** An array of strings. */
  public List<String> texts(String field) throws ProtocolViolation {
    List<String> texts = new ArrayList<>();
    if (fields.get(field) instanceof List<?> array) {
      for (Object value : array) {
        if (!(value instanceof String text)) {
          break;
        }
        texts.add(text);
      }
      if (texts.size() == array.size()) {
        return texts;
      }
    }
    throw new ProtocolViolation(field + " must be an array of strings, got " + start);
  }

  /** A number, as a 1 x 1 matrix. */
  ReadMatrix scalar(String field, Arithmetic<?> arithmetic) throws ProtocolViolation {
    return new ReadMatrix(1, 1, List.of(number(required(fields, "", field), field, arithmetic)));
  }

  /** A matrix of the given shape. */
  ReadMatrix matrix(String field, int rows, int columns, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    return matrix(required(fields, "", field), field, rows, columns, arithmetic);
  }

  /** The states of a run, by t: exactly the recorded ones, in order. */
  Map<Integer, List<ReadMatrix>> states(Request request, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    List<Integer> record = request.record();
    String rule = "states must be the " + record.size() + " recorded ones and no other, got ";
    Object value = required(fields, "", "states");
    if (!(value instanceof List<?> states) || states.size() != record.size()) {
      throw new ProtocolViolation(rule + ReplyJson.kind(value));
    }
    Map<Integer, List<ReadMatrix>> byStep = new TreeMap<>();
    for (int n = 0; n < states.size(); n++) {
      int t = record.get(n);
      String place = "states[" + n + "]";
      if (!(states.get(n) instanceof Map<?, ?> state)) {
        throw new ProtocolViolation(place + " must be an object");
      }
      Object told = required(state, place + ".", "t");
      if (!isStep(told, t)) {
        throw new ProtocolViolation(place + ".t must be " + t + ", got " + ReplyJson.kind(told));
      }
      Object x = required(state, place + ".", "X");
      Object y = required(state, place + ".", "Y");
      byStep.put(
          t,
          List.of(
              matrix(x, place + ".X", request.d1(), request.r(), arithmetic),
              matrix(y, place + ".Y", request.d2(), request.r(), arithmetic)));
    }
    return byStep;
  }

  private static boolean isStep(Object told, int t) {
    return told instanceof ReplyJson.Literal literal
        && literal.text().length() <= MAX_ID
        && Double.parseDouble(literal.text()) == t;
  }

  /** The images of a sample: an array of {@code count} matrices. */
  public List<ReadMatrix> matrices(
      String field, int count, int rows, int columns, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    Object value = required(fields, "", field);
    if (!(value instanceof List<?> array) || array.size() != count) {
      throw new ProtocolViolation(
          field + " must be an array of " + count + " matrices, got " + ReplyJson.kind(value));
    }
    List<ReadMatrix> matrices = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      matrices.add(matrix(array.get(n), field + "[" + n + "]", rows, columns, arithmetic));
    }
    return matrices;
  }

  private static Object required(Map<?, ?> object, String place, String field)
      throws ProtocolViolation {
    Object value = object.get(field);
    if (value == null) {
      throw new ProtocolViolation("reply must have the field " + place + field);
    }
    return value;
  }

  private static ReadMatrix matrix(
      @Nullable Object value, String name, int rows, int columns, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    if (!(value instanceof List<?> array) || array.size() != rows) {
      throw new ProtocolViolation(
          name + " must be an array of " + rows + " rows, got " + ReplyJson.kind(value));
    }
    List<ReadNumber> entries = new ArrayList<>(rows * columns);
    for (int i = 0; i < rows; i++) {
      @Nullable Object rowValue = array.get(i);
      if (!(rowValue instanceof List<?> row) || row.size() != columns) {
        throw new ProtocolViolation(
            name
                + "["
                + i
                + "] must be a row, an array of "
                + columns
                + " numbers, got "
                + ReplyJson.kind(rowValue));
      }
      for (int j = 0; j < columns; j++) {
        entries.add(number(row.get(j), name, i, j, arithmetic));
      }
    }
    return new ReadMatrix(rows, columns, entries);
  }

  private static ReadNumber number(
      @Nullable Object value, String name, int i, int j, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    try {
      return number(value, "", arithmetic);
    } catch (ProtocolViolation e) {
      throw new ProtocolViolation(name + "[" + i + "][" + j + "]" + e.getMessage());
    }
  }

  private static ReadNumber number(@Nullable Object value, String name, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    String literal =
        value instanceof ReplyJson.Literal number
            ? number.text()
            : value instanceof String text ? text : "";
    try {
      return ReadNumber.of(literal, arithmetic);
    } catch (NumberFormatException e) {
      throw new ProtocolViolation(
          name
              + " must be a number or a string that holds a decimal literal, got "
              + ReplyJson.kind(value));
    }
  }
}
