// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.report.json.StrictJson;

/**
 * Reads a specification, strictly: one JSON object with the fields of proofs-notes/sweeps.md and no
 * others, each once. Every complaint is one line and names the field.
 */
public final class SpecificationReader {
  private static final Set<String> FIELDS =
      Set.of("format", "sweep", "study", "fixed", "grid", "together", "record");

  /** What every specification fixes, unless it says otherwise. */
  private static final Map<Parameter, Value> DEFAULTS =
      Map.of(
          Parameter.SETTING, Value.of("fig4"),
          Parameter.REFERENCE, Value.of("double-double"),
          Parameter.REPLICATES, Value.of(32),
          Parameter.SEED, Value.of(210212430));

  /** The most values of a range. */
  private static final long LONGEST_RANGE = 1_000_000;

  private final JsonNode root;

  /** Where names of problem files are looked up. */
  private final Path directory;

  private SpecificationReader(JsonNode root, Path directory) {
    this.root = root;
    this.directory = directory;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException one line, if it holds no specification
   */
  public static Specification read(Path file) {
    JsonNode root = StrictJson.read("specification", file);
    @Nullable Path parent = file.toAbsolutePath().getParent();
    return of(root, parent == null ? file.toAbsolutePath() : parent);
  }

  /**
   * Reads a text.
   *
   * @param directory where names of problem files are looked up
   * @throws IllegalArgumentException one line, if it holds no specification
   */
  public static Specification of(String text, Path directory) {
    return of(StrictJson.of("specification", text), directory);
  }

  private static Specification of(JsonNode root, Path directory) {
    Specification read = new SpecificationReader(root, directory).specification();
    PointStudy.requireAll(read);
    return read;
  }

  private Specification specification() {
    requireFields(root, "specification", FIELDS);
    if (root.has("format")) {
      boolean known = root.path("format").isInt();
      known &= root.path("format").intValue() == Specification.FORMAT;
      Require.that(known, "format", "be " + Specification.FORMAT, root.path("format"));
    }
    if (root.has("study")) {
      JsonNode study = root.path("study");
      Require.that("precision".equals(study.textValue()), "study", "be \"precision\"", study);
    }
    Map<Parameter, Value> fixed = fixed();
    List<Axis> grid = grid();
    DEFAULTS.forEach(
        (parameter, value) -> {
          boolean varied = grid.stream().anyMatch(axis -> axis.parameter() == parameter);
          boolean replaced =
              parameter == Parameter.SETTING
                  && (fixed.containsKey(Parameter.PROBLEM)
                      || grid.stream().anyMatch(axis -> axis.parameter() == Parameter.PROBLEM));
          if (!varied && !replaced) {
            fixed.putIfAbsent(parameter, value);
          }
        });
    JsonNode name = root.path("sweep");
    Require.that(name.isTextual(), "sweep", "be a name in quotes", StrictJson.kind(name));
    return new Specification(name.textValue(), fixed, grid, together(), recorded());
  }

  private static void requireFields(JsonNode node, String where, Set<String> allowed) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      Require.that(
          allowed.contains(name),
          where,
          "have fields among " + String.join(", ", allowed.stream().sorted().toList()),
          name);
    }
  }

  private JsonNode object(String field) {
    JsonNode node = root.path(field);
    Require.that(node.isObject(), field, "be a JSON object", StrictJson.kind(node));
    return node;
  }

  private static Parameter parameter(String where, String word) {
    return Parameter.named(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    where
                        + " must name parameters among "
                        + Arrays.stream(Parameter.values())
                            .map(Parameter::word)
                            .collect(Collectors.joining(", "))
                        + ", got "
                        + word));
  }

  private Map<Parameter, Value> fixed() {
    Map<Parameter, Value> fixed = new EnumMap<>(Parameter.class);
    if (root.has("fixed")) {
      JsonNode object = object("fixed");
      for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        fixed.put(parameter("fixed", name), value(name, "fixed." + name, object.path(name)));
      }
    }
    return fixed;
  }

  private List<Axis> grid() {
    List<Axis> grid = new ArrayList<>();
    JsonNode object = object("grid");
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      Parameter parameter = parameter("grid", name);
      grid.add(new Axis(parameter, values(parameter, "grid." + name, object.path(name))));
    }
    return grid;
  }

  /** An array of values, or a range of whole numbers. */
  private List<Value> values(Parameter parameter, String where, JsonNode node) {
    List<Value> values = new ArrayList<>();
    if (node.isObject()) {
      Require.that(parameter.kind().takesCounts(), where, "be an array", "an object");
      requireFields(node, where, Set.of("from", "to", "by"));
      long from = count(where + ".from", node.path("from"));
      long to = count(where + ".to", node.path("to"));
      long by = node.has("by") ? count(where + ".by", node.path("by")) : 1;
      Require.that(by >= 1, where + ".by", "be at least 1", by);
      boolean within = to >= from && Math.subtractExact(to, from) / by < LONGEST_RANGE;
      Require.that(within, where, "be a range of 1 to 1,000,000 numbers", from + " to " + to);
      for (long k = from; k <= to; k += by) {
        values.add(Value.of(k));
      }
      return values;
    }
    Require.that(
        node.isArray() && !node.isEmpty(),
        where,
        "be an array with a value",
        StrictJson.kind(node));
    for (int k = 0; k < node.size(); k++) {
      values.add(value(parameter.word(), where + "[" + k + "]", node.path(k)));
    }
    return values;
  }

  private static long count(String where, JsonNode node) {
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    Require.that(whole, where, "be a whole number", StrictJson.kind(node));
    return node.longValue();
  }

  private Value value(String name, String where, JsonNode node) {
    Parameter.Kind kind = parameter("grid", name).kind();
    if (kind == Parameter.Kind.PROBLEM) {
      return problem(where, node);
    }
    if (node.isTextual() && kind.takesWords()) {
      Require.that(!node.textValue().isEmpty(), where, "be a word", node);
      return Value.of(node.textValue());
    }
    if (kind.takesCounts()) {
      String rule = "be a whole number" + (kind.takesWords() ? " or a word" : "");
      boolean whole = node.isIntegralNumber() && node.canConvertToLong();
      Require.that(whole, where, rule, StrictJson.kind(node));
      return Value.of(node.longValue());
    }
    Require.that(kind.takesNumbers(), where, "be a word in quotes", StrictJson.kind(node));
    String rule = "be a number" + (kind.takesWords() ? " or a word" : "");
    Require.that(node.isNumber(), where, rule, StrictJson.kind(node));
    return Value.of(Require.finite(where, node.doubleValue()));
  }

  /** A problem with its fields in alphabetic order; of a file, with the file's name. */
  private Value problem(String where, JsonNode node) {
    JsonNode problem = node;
    String name = node.path("name").asText("problem");
    if (node.isTextual()) {
      Path file = directory.resolve(node.textValue());
      name = String.valueOf(file.getFileName());
      problem = StrictJson.read(where, file);
    }
    Require.that(
        problem.isObject(), where, "be a problem or the name of a file", StrictJson.kind(problem));
    Map<String, String> fields = new TreeMap<>();
    for (Iterator<String> names = problem.fieldNames(); names.hasNext(); ) {
      String field = names.next();
      fields.put(field, canonical(problem.path(field)));
    }
    fields.put("name", Value.quoted(name));
    return new Value(
        name,
        fields.entrySet().stream()
            .map(e -> Value.quoted(e.getKey()) + ":" + e.getValue())
            .collect(Collectors.joining(",", "{", "}")));
  }

  /** Numbers as the nearest double, in one way on every Java version. */
  private static String canonical(JsonNode node) {
    if (node.isNumber()) {
      return Literals.format(Require.finite("problem", node.doubleValue()));
    }
    if (node.isArray()) {
      List<String> entries = new ArrayList<>();
      node.forEach(entry -> entries.add(canonical(entry)));
      return "[" + String.join(",", entries) + "]";
    }
    return node.toString();
  }

  private List<Parameter> together() {
    List<Parameter> together = new ArrayList<>();
    for (String word : words("together")) {
      Parameter parameter = parameter("together", word);
      Require.that(!together.contains(parameter), "together", "name each axis once", word);
      together.add(parameter);
    }
    return together;
  }

  private List<Quantity> recorded() {
    if (!root.has("record")) {
      return List.of(Quantity.values());
    }
    List<Quantity> recorded = new ArrayList<>();
    for (String word : words("record")) {
      Quantity quantity =
          Quantity.named(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "record must name quantities among "
                              + Arrays.stream(Quantity.values())
                                  .map(one -> one.column().name())
                                  .collect(Collectors.joining(", "))
                              + ", got "
                              + word));
      Require.that(!recorded.contains(quantity), "record", "name each quantity once", word);
      recorded.add(quantity);
    }
    return recorded;
  }

  private List<String> words(String field) {
    List<String> words = new ArrayList<>();
    if (root.has(field)) {
      JsonNode node = root.path(field);
      Require.that(node.isArray(), field, "be an array of words", StrictJson.kind(node));
      for (JsonNode word : node) {
        Require.that(word.isTextual(), field, "be an array of words", StrictJson.kind(word));
        words.add(word.textValue());
      }
    }
    return words;
  }
}
