// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.noisygd.io.FormatException;
import org.noisygd.io.InputFile;
import org.noisygd.io.SafeText;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;
import org.noisygd.io.process.LimitedProcess;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;

/** One reply of a candidate: a JSON object on one line, its numbers still exact. */
public final class Reply {
  /** Maximum number of characters of a reply in a message. */
  private static final int SHOWN = 120;

  /** Maximum number of characters of a text field. */
  private static final int MAX_TEXT = 80;

  private final JsonValue fields;
  private final byte[] line;

  Reply(JsonValue fields, byte[] line) {
    this.fields = fields;
    this.line = line;
  }

  private static <T> T inWords(Supplier<T> reading, String where) throws ProtocolViolation {
    try {
      return reading.get();
    } catch (FormatException e) {
      throw new ProtocolViolation(e.getMessage() + where);
    }
  }

  /** The start of a text, for a message. */
  public static String start(String text) {
    return SafeText.start(text, SHOWN);
  }

  /** The line, without its end. */
  public String line() {
    int end = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  public String start() {
    return SafeText.start(line);
  }

  /** The id that the reply repeats. */
  public long id() throws ProtocolViolation {
    try {
      return fields.get("id").whole();
    } catch (FormatException e) {
      throw new ProtocolViolation("reply must have an integer id, got " + start());
    }
  }

  /** Checks that the reply repeats the request's id. */
  public void requireId(long id) throws ProtocolViolation {
    if (id() != id) {
      throw new ProtocolViolation("reply must repeat the id " + id + ", got " + start());
    }
  }

  /** Returns true if the candidate does not support this request. */
  public boolean isUnsupported() {
    return fields.get("unsupported").is(true);
  }

  /** Returns true if a reply to hello allows NaN and infinities as values. */
  public boolean takesNonFinite() throws ProtocolViolation {
    JsonValue value = fields.get("nonFinite");
    boolean isWord = !value.isPresent() || value.is(true) || value.is(false);
    return inWords(
        () -> {
          value.require(isWord, "be true or false");
          return value.is(true);
        },
        " in " + start());
  }

  /** The error that the candidate reports, if any. */
  public Optional<String> error() {
    JsonValue error = fields.get("error");
    if (!error.isPresent() || error.is(false)) {
      return Optional.empty();
    }
    return Optional.of(error.isText() ? start(error.text()) : error.toString());
  }

  /**
   * A text field, or its start if it is long, or the default if it is absent.
   *
   * @throws ProtocolViolation if it holds anything else
   */
  public String text(String field, String absent) throws ProtocolViolation {
    JsonValue value = fields.get(field);
    String text = value.isPresent() ? inWords(value::text, " in " + start()) : absent;
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }

  /** A whole number, or the default if it is absent. */
  public long integer(String field, long absent) throws ProtocolViolation {
    JsonValue value = fields.get(field);
    return value.isPresent() ? inWords(value::whole, " in " + start()) : absent;
  }

  public List<String> texts(String field) throws ProtocolViolation {
    return inWords(() -> fields.get(field).texts(), " in " + start());
  }

  /** A number, as a 1 x 1 matrix. */
  public ReadMatrix scalar(String field, Arithmetic<?> arithmetic) {
    return new ReadMatrix(1, 1, List.of(ReadNumber.of(fields.required(field), arithmetic)));
  }

  public ReadMatrix matrix(String field, int rows, int columns, Arithmetic<?> arithmetic) {
    return matrix(fields.required(field), rows, columns, arithmetic);
  }

  private static ReadMatrix matrix(
      JsonValue value, int rows, int columns, Arithmetic<?> arithmetic) {
    return ReadMatrix.of(value, entry -> ReadNumber.of(entry, arithmetic))
        .ofShape(value, rows, columns);
  }

  /** The states of a run by t, in order: exactly the recorded states. */
  public Map<Integer, List<ReadMatrix>> states(
      List<Integer> record, int d1, int d2, int r, Arithmetic<?> arithmetic) {
    Map<Integer, List<ReadMatrix>> byStep = new TreeMap<>();
    for (JsonValue state : elements(fields.required("states"), record.size(), "recorded states")) {
      int t = record.get(byStep.size());
      JsonValue value = state.required("t");
      value.require(isStep(value, t), "be " + t);
      byStep.put(
          t,
          List.of(
              matrix(state.required("X"), d1, r, arithmetic),
              matrix(state.required("Y"), d2, r, arithmetic)));
    }
    return byStep;
  }

  private static List<JsonValue> elements(JsonValue array, int count, String ofWhat) {
    String rule = "be an array of the " + count + " " + ofWhat;
    array.require(array.isArray() && array.elements().size() == count, rule);
    return array.elements();
  }

  private static boolean isStep(JsonValue value, int t) {
    try {
      return value.whole() == t;
    } catch (FormatException e) {
      return false;
    }
  }

  /**
   * The numbers of an array, as a row, or of {@code count} arrays of the same length. Equal
   * literals are read once, as rounded numbers have few values.
   *
   * @param count number of arrays; 0 for one array of numbers that is not nested
   */
  public ReadMatrix arrays(String field, int count, int length) {
    Map<String, ReadNumber> known = new HashMap<>();
    List<ReadNumber> all = new ArrayList<>(Math.max(1, count) * length);
    JsonValue value = fields.required(field);
    List<JsonValue> arrays =
        count == 0 ? List.of(value) : elements(value, count, "requested arrays");
    for (JsonValue array : arrays) {
      for (JsonValue one : elements(array, length, "numbers, one for each value")) {
        String literal = one.isNumber() || one.isText() ? one.scalar() : "";
        all.add(known.computeIfAbsent(literal, k -> ReadNumber.of(one, Binary64.INSTANCE)));
      }
    }
    return new ReadMatrix(arrays.size(), length, all);
  }

  /** The results of a sample: an array of {@code count} matrices. */
  public List<ReadMatrix> matrices(
      String field, int count, int rows, int columns, Arithmetic<?> arithmetic)
      throws ProtocolViolation {
    return inWords(
        () ->
            elements(fields.required(field), count, "requested matrices").stream()
                .map(value -> matrix(value, rows, columns, arithmetic))
                .toList(),
        "");
  }

  /** Reads replies. Fields that neither the protocol nor an op names are skipped. */
  public static final class ReplyReader {
    /** Maximum number of values of a reply: the largest reply to a request has a third as many. */
    private static final int MAX_VALUES = 1 << 20;

    /** Number of first bytes of a line that distinguish a reply from other output. */
    private static final int LOOKED_AT = 1000;

    /** The fields of any reply, and of a reply to hello. */
    private static final List<String> FIELDS =
        List.of(
            "id unsupported error name ops version language arithmetic seedBits nonFinite"
                .split(" "));

    private final JsonReader reader;

    /** A reader that also keeps the fields of the given names, at any depth. */
    public ReplyReader(Collection<String> more) {
      Set<String> names = new HashSet<>(FIELDS);
      names.addAll(more);
      this.reader = JsonReader.keeping(names, LimitedProcess.MAX_REPLY_BYTES, MAX_VALUES);
    }

    /**
     * Reads a line.
     *
     * @throws ProtocolViolation if it is not a JSON object
     */
    public Reply read(byte[] line) throws ProtocolViolation {
      if (line.length == 0) {
        throw new ProtocolViolation("reply must be a JSON object on one line, got an empty line");
      }
      if (isNoJson(line)) {
        throw new ProtocolViolation(
            "standard output must hold replies only, a JSON object a line, got "
                + SafeText.start(line)
                + "; print anything else to standard error");
      }
      try {
        return new Reply(reader.read("reply", line), line);
      } catch (FormatException e) {
        throw new ProtocolViolation(e.getMessage() + "; the line begins " + SafeText.start(line));
      }
    }

    /** Returns true if a line is UTF-8 text that begins neither an object nor an array. */
    private static boolean isNoJson(byte[] line) {
      String text = new String(line, 0, Math.min(line.length, LOOKED_AT), StandardCharsets.UTF_8);
      String stripped = (text.startsWith("\ufeff") ? text.substring(1) : text).strip();
      boolean json = stripped.isEmpty() || stripped.startsWith("{") || stripped.startsWith("[");
      return !json && InputFile.otherKind(line).isEmpty();
    }

    public Reply read(String line) throws ProtocolViolation {
      return read(line.getBytes(StandardCharsets.UTF_8));
    }
  }
}
